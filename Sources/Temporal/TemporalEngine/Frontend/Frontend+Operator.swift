import SwiftProtobuf
import struct GRPCCore.RPCError
import SQLPort
package import TemporalAPI

extension Frontend: OperatorServiceCalls {
    package func addSearchAttributes(
        _ request: APIAddSearchAttributesRequest,
        _ options: CallOptions
    ) async throws -> APIAddSearchAttributesResponse {
        try await answering {
            guard !request.searchAttributes.isEmpty else {
                throw ServiceError.invalid("SearchAttributes are not set on request.")
            }
            let namespace = try namespace(request.namespace)
            var rows: [SearchAttributeRow] = []
            for (name, value) in request.searchAttributes.sorted(by: { $0.key < $1.key }) {
                if let row = try newAttribute(name, value, in: namespace) { rows.append(row) }
            }
            try checkCounts(adding: rows, to: namespace)
            let added = rows
            do {
                try await host.storing { try await host.store.add(added) }
            } catch SQLError.constraintViolated {
                throw ServiceError(.alreadyExists, "Search attribute already exists.")
            }
            host.namespaces.change(namespace.id) { attributes in
                for row in added { attributes[row.name] = row.type }
            }
            return APIAddSearchAttributesResponse()
        }
    }

    package func removeSearchAttributes(
        _ request: APIRemoveSearchAttributesRequest,
        _ options: CallOptions
    ) async throws -> APIRemoveSearchAttributesResponse {
        try await answering {
            guard !request.searchAttributes.isEmpty else {
                throw ServiceError.invalid("SearchAttributes are not set on request.")
            }
            let namespace = try namespace(request.namespace)
            for name in request.searchAttributes {
                if SystemAttribute.names.contains(name) || SystemAttribute.predefined[name] != nil {
                    throw ServiceError.invalid("Unable to remove non-custom search attributes: \(name).")
                }
                guard namespace.attributes[name] != nil else {
                    throw ServiceError(.notFound, "Search attribute \(name) doesn't exist.")
                }
            }
            try await host.storing {
                try await host.store.removeSearchAttributes(request.searchAttributes, of: namespace.id)
            }
            host.namespaces.change(namespace.id) { attributes in
                for name in request.searchAttributes { attributes[name] = nil }
            }
            return APIRemoveSearchAttributesResponse()
        }
    }

    package func listSearchAttributes(
        _ request: APIListSearchAttributesRequest,
        _ options: CallOptions
    ) async throws -> APIListSearchAttributesResponse {
        try await answering {
            let namespace = try namespace(request.namespace)
            let predefined = SystemAttribute.predefined.mapValues { APIIndexedValueType($0) }
            return .with {
                $0.customAttributes = namespace.attributes.mapValues { APIIndexedValueType($0) }
                $0.systemAttributes = Self.systemAttributes.merging(predefined) { first, _ in first }
            }
        }
    }

    /// - Returns: the row to add; nil when the attribute is there already with this type.
    private func newAttribute(
        _ name: String,
        _ value: APIIndexedValueType,
        in namespace: Namespace
    ) throws -> SearchAttributeRow? {
        guard let type = SearchAttributeType(rawValue: value.rawValue) else {
            throw ServiceError.invalid("Unknown search attribute type: \(value).")
        }
        let isReserved =
            SystemAttribute.names.contains(name) || SystemAttribute.predefined[name] != nil
            || name.hasPrefix(SystemAttribute.reservedPrefix)
        guard !isReserved else { throw ServiceError.invalid("Search attribute \(name) is reserved by system.") }
        guard !name.isEmpty, name.utf8.count <= 255 else {
            throw ServiceError.invalid("Search attribute name length exceeds limit.")
        }
        guard let existing = namespace.attributes[name] else {
            return SearchAttributeRow(namespaceID: namespace.id, name: name, type: type)
        }
        guard existing == type else {
            throw ServiceError(.alreadyExists, "Search attribute \(name) already exists.")
        }
        return nil
    }

    private func checkCounts(adding rows: [SearchAttributeRow], to namespace: Namespace) throws {
        for type in SearchAttributeType.allCases {
            let count =
                namespace.attributes.values.count { $0 == type } + rows.count { $0.type == type }
            guard count <= limits.searchAttributesPerType else {
                throw ServiceError.invalid(
                    "Unable to create search attributes: cannot have more than \(limits.searchAttributesPerType) "
                        + "search attribute of type \(type.name)."
                )
            }
        }
    }
}
