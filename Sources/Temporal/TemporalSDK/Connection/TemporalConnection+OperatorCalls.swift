package import TemporalAPI

extension TemporalConnection: OperatorServiceCalls {
    package func addSearchAttributes(
        _ request: APIAddSearchAttributesRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIAddSearchAttributesResponse {
        try await operatorService("AddSearchAttributes", request, options)
    }

    package func removeSearchAttributes(
        _ request: APIRemoveSearchAttributesRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRemoveSearchAttributesResponse {
        try await operatorService("RemoveSearchAttributes", request, options)
    }

    package func listSearchAttributes(
        _ request: APIListSearchAttributesRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIListSearchAttributesResponse {
        try await operatorService("ListSearchAttributes", request, options)
    }
}
