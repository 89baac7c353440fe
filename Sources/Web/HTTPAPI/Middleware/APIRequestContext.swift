package import Hummingbird
import NIOCore

/// What the HTTP library keeps of a request beside the request itself.
package struct APIRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let connection: ClientConnection

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        connection = ClientConnection(source.channel)
    }
}
