import TemporalAPI

/// Names of enum values as the service's messages spell them ("UnhandledCommand", "StartToClose").
///
/// They are the names of the proto values in camel case; the Swift generator writes `ID` where they have `Id`.
protocol SpelledByService {}

extension SpelledByService {
    var serviceSpelling: String {
        let name = String(describing: self)
        let capitalised = name.prefix(1).uppercased() + name.dropFirst()
        return capitalised.hasSuffix("ID") ? capitalised.dropLast(2) + "Id" : capitalised
    }
}

extension APIWorkflowTaskFailedCause: SpelledByService {}
extension APITimeoutType: SpelledByService {}
extension APICommandType: SpelledByService {}
