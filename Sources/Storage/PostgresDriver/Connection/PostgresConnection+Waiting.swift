import CLibPQ
import Foundation

extension PostgresConnection {
    /// Waits until libpq has the next answer, or knows that there will be none.
    /// - Parameter deadline: when to give up; nil waits for as long as the connection lasts.
    /// - Returns: false when the time was up.
    func isAnswerThere(by deadline: ContinuousClock.Instant?) -> Bool {
        while PQisBusy(pointer) == 1 {
            // 1 is for what the socket did not take yet; a failure is told by the answer.
            let isUnsent = PQflush(pointer) == 1
            guard isSocketReady(toSend: isUnsent, by: deadline) else { return false }
            guard PQconsumeInput(pointer) == 1 else { return true }
        }
        return true
    }

    private func isSocketReady(toSend isUnsent: Bool, by deadline: ContinuousClock.Instant?) -> Bool {
        var socket = pollfd(fd: PQsocket(pointer), events: Int16(isUnsent ? POLLIN | POLLOUT : POLLIN), revents: 0)
        while true {
            let ready = poll(&socket, 1, Self.milliseconds(until: deadline))
            // A signal ends the wait early; any other error shows when the socket is read.
            guard ready < 0, errno == EINTR else { return ready != 0 }
        }
    }

    /// As poll takes it: rounded up, -1 for ever.
    private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        return Int32(clamping: Int64(max(0, ((deadline - .now) / .milliseconds(1)).rounded(.up))))
    }
}
