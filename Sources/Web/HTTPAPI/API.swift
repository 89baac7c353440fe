/// The HTTP API: its routes, and what answers them.
package struct API: Sendable {
    /// Every operation.
    package let table: RouteTable
    package let responder: APIResponder

    /// - Parameters:
    ///   - dependencies: what the routes reach.
    ///   - answersHealthAlone: whether the process answers for itself only: health, metrics and the description.
    package init(_ dependencies: APIDependencies, answersHealthAlone: Bool = false) {
        let cursors = CursorCodec(secret: dependencies.cursorSecret)
        let authenticator = Authenticator(
            store: dependencies.keys,
            bootstrap: dependencies.bootstrapKey,
            limits: dependencies.limits,
            now: dependencies.monotonicNow
        )
        var routes = HealthRoutes(dependencies).routes
        if !answersHealthAlone {
            routes +=
                OrderRoutes(dependencies, cursors: cursors).routes
                + OrderWorkflowRoutes(dependencies).routes
                + SubmissionRoutes(dependencies).routes
                + OrderEventRoutes(dependencies).routes
                + EventRoutes(dependencies, cursors: cursors).routes
                + CustomerRoutes(dependencies, cursors: cursors).routes
                + InventoryRoutes(dependencies, cursors: cursors).routes
                + SupplierRoutes(dependencies).routes
                + WarehouseRoutes(dependencies, cursors: cursors).routes
                + ShipmentRoutes(dependencies, cursors: cursors).routes
                + WorkflowRoutes(dependencies, cursors: cursors).routes
                + StorefrontRoutes(dependencies).routes
                + KeyRoutes(dependencies, authenticator: authenticator, cursors: cursors).routes
                + OperationsRoutes(dependencies).routes
                + CodecRoutes(dependencies).routes
        }
        let table = RouteTable(routes)
        self.table = table
        responder = APIResponder(table, dependencies, authenticator: authenticator)
    }
}
