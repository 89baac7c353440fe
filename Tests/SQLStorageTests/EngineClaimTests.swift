import DatabaseTestSupport
import OMSKernel
import SQLStorage
import Testing

/// The claim of an engine, on each kind of database.
@Suite(.timeLimit(.minutes(5)))
struct EngineClaimTests {
    private func claim(_ engine: String, start: Int64) -> EngineClaim {
        EngineClaim(
            deployment: "d",
            namespaceID: engine,
            place: "there",
            start: start,
            since: Timestamp(milliseconds: 7)
        )
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a claim is written in the place of the one that was read, or not at all`(kind: DatabaseKind) async throws {
        try await kind.withDatabase { (database) async throws -> Void in
            let claims = SQLEngineClaims(database: database)
            #expect(try await claims.current() == nil)
            let first = claim("a", start: 1)
            #expect(try await claims.set(first, inPlaceOf: nil))
            #expect(try await claims.set(claim("b", start: 1), inPlaceOf: nil) == false)
            let second = claim("a", start: 2)
            #expect(try await claims.set(second, inPlaceOf: first))
            #expect(try await claims.set(claim("b", start: 2), inPlaceOf: first) == false)
            #expect(try await claims.current() == second)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `of engines that come at once one gets the claim`(kind: DatabaseKind) async throws {
        try await kind.withDatabase { (database) async throws -> Void in
            let claims = SQLEngineClaims(database: database)
            let written = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<8 {
                    let claim = claim("engine-\(number)", start: 1)
                    group.addTask { try await claims.set(claim, inPlaceOf: nil) }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(written == 1)
        }
    }
}
