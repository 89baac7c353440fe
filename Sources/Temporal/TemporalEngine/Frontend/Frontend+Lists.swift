import SwiftProtobuf
import Foundation
package import TemporalAPI

extension Frontend {
    package func listWorkflowExecutions(
        _ request: APIListWorkflowExecutionsRequest,
        _ options: CallOptions
    ) async throws -> APIListWorkflowExecutionsResponse {
        try await answering {
            let query = try QueryParser.parse(request.query)
            guard query.groupBy == nil else { throw QueryError.unsupported("'GROUP BY' clause") }
            let page = try await list(
                query.filter,
                in: try namespace(request.namespace),
                size: request.pageSize,
                token: request.nextPageToken
            )
            return .with {
                $0.executions = page.executions
                $0.nextPageToken = page.token
            }
        }
    }

    package func listOpenWorkflowExecutions(
        _ request: APIListOpenWorkflowExecutionsRequest,
        _ options: CallOptions
    ) async throws -> APIListOpenWorkflowExecutionsResponse {
        try await answering {
            var parts = [QueryExpression.compare(.written("ExecutionStatus"), .equal, .text("Running"))]
            parts += try times(request.startTimeFilter, of: "StartTime")
            switch request.filters {
            case .executionFilter(let filter): parts.append(.equal("WorkflowId", filter.workflowID))
            case .typeFilter(let filter): parts.append(.equal("WorkflowType", filter.name))
            case nil: break
            }
            let page = try await list(
                .all(parts),
                in: try namespace(request.namespace),
                size: request.maximumPageSize,
                token: request.nextPageToken
            )
            return .with {
                $0.executions = page.executions
                $0.nextPageToken = page.token
            }
        }
    }

    package func listClosedWorkflowExecutions(
        _ request: APIListClosedWorkflowExecutionsRequest,
        _ options: CallOptions
    ) async throws -> APIListClosedWorkflowExecutionsResponse {
        try await answering {
            var parts = [QueryExpression.compare(.written("ExecutionStatus"), .notEqual, .text("Running"))]
            parts += try times(request.startTimeFilter, of: "CloseTime")
            switch request.filters {
            case .executionFilter(let filter): parts.append(.equal("WorkflowId", filter.workflowID))
            case .typeFilter(let filter): parts.append(.equal("WorkflowType", filter.name))
            case .statusFilter(let filter):
                guard let name = RunStatusName.names[filter.status.rawValue], filter.status != .running else {
                    throw ServiceError.invalid("StatusFilter must be specified and must be not Running.")
                }
                parts.append(.equal("ExecutionStatus", name))
            case nil: break
            }
            let page = try await list(
                .all(parts),
                in: try namespace(request.namespace),
                size: request.maximumPageSize,
                token: request.nextPageToken
            )
            return .with {
                $0.executions = page.executions
                $0.nextPageToken = page.token
            }
        }
    }

    package func countWorkflowExecutions(
        _ request: APICountWorkflowExecutionsRequest,
        _ options: CallOptions
    ) async throws -> APICountWorkflowExecutionsResponse {
        try await answering {
            let namespace = try namespace(request.namespace)
            let query = try QueryParser.parse(request.query)
            if let group = query.groupBy, group.name != SystemAttribute.executionStatus {
                throw QueryError.unsupported(
                    "'GROUP BY' clause is not supported for search attribute \(group.name)"
                )
            }
            let counts = try await host.storing {
                try await host.store.count(
                    where: query.filter,
                    of: namespace.id,
                    attributes: namespace.attributes
                )
            }
            return .with {
                $0.count = counts.values.reduce(0, +)
                guard query.groupBy != nil else { return }
                $0.groups = counts.sorted { $0.key < $1.key }.map { status, count in
                    .with {
                        $0.groupValues = [.keyword(RunStatusName.names[status] ?? "")]
                        $0.count = count
                    }
                }
            }
        }
    }

    // MARK: Pages

    private func list(
        _ filter: QueryExpression?,
        in namespace: Namespace,
        size: Int32,
        token: Data
    ) async throws -> (executions: [APIWorkflowExecutionInfo], token: Data) {
        let limit = size <= 0 ? limits.listPageRuns : min(Int(size), limits.listPageRuns)
        var position: ListPosition?
        if !token.isEmpty {
            guard let read = ListPosition(token: token) else { throw ServiceError.invalid("Invalid NextPageToken.") }
            position = read
        }
        let runs = try await host.storing {
            try await host.store.runs(
                where: filter,
                of: namespace.id,
                attributes: namespace.attributes,
                after: position,
                limit: limit
            )
        }
        let next = runs.count == limit ? runs.last?.position.token : nil
        return (runs.map(APIWorkflowExecutionInfo.init), next.map { Data($0) } ?? Data())
    }

    private func times(_ filter: APIStartTimeFilter, of name: String) throws -> [QueryExpression] {
        var parts: [QueryExpression] = []
        let earliest = filter.hasEarliestTime ? EngineTime(filter.earliestTime) : nil
        let latest = filter.hasLatestTime ? EngineTime(filter.latestTime) : nil
        if let earliest, let latest, earliest > latest {
            throw ServiceError.invalid("EarliestTime in StartTimeFilter should not be larger than LatestTime.")
        }
        if let earliest {
            parts.append(.compare(.written(name), .greaterOrEqual, .integer(earliest.nanoseconds)))
        }
        if let latest { parts.append(.compare(.written(name), .lessOrEqual, .integer(latest.nanoseconds))) }
        return parts
    }
}

// MARK: Queries that no caller wrote

extension QueryExpression {
    fileprivate static func equal(_ name: String, _ value: String) -> QueryExpression {
        .compare(.written(name), .equal, .text(value))
    }
}

extension QueryName {
    fileprivate static func written(_ name: String) -> QueryName { QueryName(name: name, position: 1) }
}

extension QueryValue {
    fileprivate static func text(_ text: String) -> QueryValue { QueryValue(content: .text(text), position: 1) }
    fileprivate static func integer(_ number: Int64) -> QueryValue {
        QueryValue(content: .integer(number), position: 1)
    }
}

extension APIPayload {
    /// Text as `json/plain`, without a type.
    static func json(_ text: String) -> APIPayload {
        .with {
            $0.metadata["encoding"] = Data("json/plain".utf8)
            $0.data = (try? JSONEncoder().encode(text)) ?? Data()
        }
    }

    static func keyword(_ text: String) -> APIPayload {
        var payload = json(text)
        payload.metadata["type"] = Data(SearchAttributeType.keyword.name.utf8)
        return payload
    }
}
