import CLibPQ
import Logging

/// Takes the server's notices, which libpq would print to standard error, to the log.
final class NoticeLog {
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Listens on a connection, which must not outlive this object.
    func attach(to connection: OpaquePointer) {
        PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context, let result else { return }
                Unmanaged<NoticeLog>.fromOpaque(context).takeUnretainedValue().log(result)
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    /// Logs the code and the message; DETAIL repeats values of rows and is left out.
    private func log(_ notice: OpaquePointer) {
        let code = DiagnosticField.sqlState.text(in: notice) ?? ""
        let message = DiagnosticField.message.text(in: notice) ?? ""
        logger.debug("PostgreSQL notice", metadata: ["sqlstate": "\(code)", "notice": "\(message)"])
    }
}
