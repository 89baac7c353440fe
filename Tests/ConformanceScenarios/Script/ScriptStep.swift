/// One step of a script; which members count depends on what it does. Times are in milliseconds.
package struct ScriptStep: Codable, Hashable, Sendable {
    package var `do`: String
    /// What an activity is told, what a failure says, what a signal carries.
    package var text: String?
    /// How many signals are waited for, or how long a timer is.
    package var number: Int?
    package var attempts: Int?
    package var startToClose: Int?
    package var scheduleToClose: Int?
    package var heartbeat: Int?
    package var runTimeout: Int?
    /// The activity's id, or what is put after the workflow's own id to name another.
    package var id: String?
    package var type: String?
    /// What becomes of an activity or a child when the workflow is cancelled: `try`, `wait` or `abandon`.
    package var cancellation: String?
    /// What becomes of a child when its parent ends: `terminate`, `abandon` or `cancel`.
    package var policy: String?
    package var final: Bool?
    /// Whether an error becomes a result.
    package var caught: Bool?
    package var steps: [ScriptStep]?
    package var cleanup: [ScriptStep]?
}
