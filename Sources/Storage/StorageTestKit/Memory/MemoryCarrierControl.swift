package import Shipping
import Synchronization

/// How the sandbox carrier behaves, in memory, for tests.
package final class MemoryCarrierControl: SandboxCarrierControl {
    private let current: Mutex<SandboxCarrierSettings>

    package init(_ settings: SandboxCarrierSettings = .reliable) {
        current = Mutex(settings)
    }

    package func settings() async throws -> SandboxCarrierSettings {
        current.withLock { $0 }
    }

    package func set(_ settings: SandboxCarrierSettings) async throws {
        current.withLock { $0 = settings }
    }

    package func takeFailure() async throws -> Bool {
        current.withLock { settings in
            guard settings.failNext > 0 else { return false }
            settings = settings.takingFailure()
            return true
        }
    }
}
