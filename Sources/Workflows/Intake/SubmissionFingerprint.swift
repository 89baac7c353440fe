/// What a submission's key stands for: the same as that of `POST /orders`, so that one key makes one order, whichever
/// way it comes.
package enum SubmissionFingerprint {
    package static let method = "POST"
    package static let path = "/orders"
}
