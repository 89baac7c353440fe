/// The version of this build.
package enum OMSVersion {
    package static let text = "0.1.0"
}
