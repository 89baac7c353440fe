/// Thrown by an activity that somebody else will complete later, by its task token or its id. The worker then
/// reports nothing.
package struct CompleteAsyncError: Error, Hashable, CustomStringConvertible {
    package init() {}

    package var description: String { "the activity will be completed asynchronously" }
}
