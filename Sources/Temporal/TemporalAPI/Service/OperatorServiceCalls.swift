/// The calls of `temporal.api.operatorservice.v1.OperatorService`; see ``WorkflowServiceCalls``.
package protocol OperatorServiceCalls: Sendable {
    func addSearchAttributes(
        _ request: APIAddSearchAttributesRequest,
        _ options: CallOptions
    ) async throws -> APIAddSearchAttributesResponse

    func removeSearchAttributes(
        _ request: APIRemoveSearchAttributesRequest,
        _ options: CallOptions
    ) async throws -> APIRemoveSearchAttributesResponse

    func listSearchAttributes(
        _ request: APIListSearchAttributesRequest,
        _ options: CallOptions
    ) async throws -> APIListSearchAttributesResponse
}
