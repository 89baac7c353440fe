import HTTPTypes

/// Every operation of the API, in one list. The router, the `Allow` header, the test of unauthorised access and
/// the test of the OpenAPI document are derived from it.
package struct RouteTable: Sendable {
    package let routes: [Route]
    private let root: RouteNode

    init(_ routes: [Route]) {
        self.routes = routes
        var root = RouteNode()
        for index in routes.indices { root.insert(index, routes[index]) }
        self.root = root
    }

    /// What a path and a method lead to.
    enum Match {
        case route(index: Int, parameters: PathParameters)
        /// The path is known, the method is not: the methods it has, for `Allow`.
        case otherMethods([HTTPRequest.Method])
        case unknown
    }

    /// Finds a route. HEAD is answered as GET without its body.
    /// - Parameters:
    ///   - method: the request's method.
    ///   - path: the raw path; each segment is percent-decoded, and one that cannot be leads nowhere.
    /// - Returns: the route, or why there is none.
    func match(_ method: HTTPRequest.Method, path: some StringProtocol) -> Match {
        guard path.utf8.first == UInt8(ascii: "/") else { return .unknown }
        var node = root
        var parameters = PathParameters()
        for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = PercentEncoding.decode(part, plusIsSpace: false), !segment.isEmpty else {
                return .unknown
            }
            if let next = node.literals[segment] {
                node = next
            } else if let parameter = node.parameter.first {
                parameters.values.append((parameter.name, segment))
                node = parameter.node
            } else {
                return .unknown
            }
        }
        guard !node.routes.isEmpty else { return .unknown }
        let wanted = method == .head ? .get : method
        if let found = node.routes.first(where: { $0.method == wanted }) {
            return .route(index: found.index, parameters: parameters)
        }
        var methods = node.routes.map(\.method)
        if methods.contains(.get) { methods.append(.head) }
        return .otherMethods(methods)
    }
}

/// One place in the tree of paths. A literal segment goes before a parameter.
private struct RouteNode: Sendable {
    var literals: [String: RouteNode] = [:]
    /// At most one.
    var parameter: [(name: String, node: RouteNode)] = []
    var routes: [(method: HTTPRequest.Method, index: Int)] = []

    mutating func insert(_ index: Int, _ route: Route) {
        insert(index, route.method, route.template.segments[...])
    }

    private mutating func insert(
        _ index: Int,
        _ method: HTTPRequest.Method,
        _ segments: ArraySlice<PathTemplate.Segment>
    ) {
        switch segments.first {
        case nil: routes.append((method, index))
        case .literal(let text):
            literals[text, default: RouteNode()].insert(index, method, segments.dropFirst())
        case .parameter(let name):
            if parameter.isEmpty { parameter.append((name, RouteNode())) }
            parameter[0].node.insert(index, method, segments.dropFirst())
        }
    }
}
