/// The HTTP API: its routes, and what answers them.
package struct API: Sendable {
    /// Every operation.
    package let table: RouteTable
    package let responder: APIResponder

    package init(_ dependencies: APIDependencies) {
        let cursors = CursorCodec(secret: dependencies.cursorSecret)
        let authenticator = Authenticator(
            store: dependencies.keys,
            bootstrap: dependencies.bootstrapKey,
            limits: dependencies.limits,
            now: dependencies.monotonicNow
        )
        let table = RouteTable(
            OrderRoutes(dependencies, cursors: cursors).routes
                + OrderEventRoutes(dependencies).routes
                + EventRoutes(dependencies, cursors: cursors).routes
                + CustomerRoutes(dependencies, cursors: cursors).routes
                + InventoryRoutes(dependencies, cursors: cursors).routes
                + WarehouseRoutes(dependencies, cursors: cursors).routes
                + ShipmentRoutes(dependencies, cursors: cursors).routes
                + WorkflowRoutes(dependencies, cursors: cursors).routes
                + StorefrontRoutes(dependencies).routes
                + KeyRoutes(dependencies, authenticator: authenticator, cursors: cursors).routes
                + OperationsRoutes(dependencies).routes
                + CodecRoutes(dependencies).routes
                + HealthRoutes(dependencies).routes
        )
        self.table = table
        responder = APIResponder(table, dependencies, authenticator: authenticator)
    }
}
