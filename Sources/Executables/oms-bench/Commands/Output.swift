import Foundation

/// Hands on what was printed at once: a pipe's reader waits for it.
func flushOutput() {
    fflush(nil)
}
