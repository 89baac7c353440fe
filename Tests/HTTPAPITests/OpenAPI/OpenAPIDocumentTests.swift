import Foundation
import HTTPAPI
import Testing

@Suite
struct OpenAPIDocumentTests {
    private let document: JSONNode

    init() throws {
        document = try JSONNode(text: OpenAPIDocument.text)
    }

    @Test
    func `the server's text is the document's source`() throws {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/Web/HTTPAPI/OpenAPI/openapi.json")
        let text = try String(contentsOf: source, encoding: .utf8)
        #expect(try JSONNode(text: text) == document, "run scripts/embed-openapi")
    }

    @Test
    func `it is OpenAPI 3.1 and every reference in it leads somewhere`() throws {
        #expect(document["openapi"] == .text("3.1.0"))
        let references = document.references
        #expect(references.count > 100)
        for reference in Set(references) {
            let path = reference.split(separator: "/").dropFirst().map(String.init)
            #expect(path.reduce(document) { $0[$1] } != .null, "\(reference)")
        }
    }

    @Test
    func `every operation has an id of its own, a summary and examples of what goes in and what comes out`() throws {
        var ids: Set<String> = []
        for operation in document.operations {
            let id = try #require(operation.node["operationId"].text, "\(operation.method) \(operation.path)")
            #expect(ids.insert(id).inserted, "\(id)")
            #expect(operation.node["summary"].text != nil, "\(id)")
            for (status, response) in operation.node["responses"].members {
                let resolved = document.resolving(response)
                #expect(resolved["description"].text != nil, "\(id) \(status)")
                for (type, content) in resolved["content"].members {
                    #expect(content["example"] != .null, "\(id) \(status) \(type)")
                }
            }
            for (type, content) in operation.node["requestBody"]["content"].members {
                #expect(content["example"] != .null, "\(id) \(type)")
            }
            for parameter in operation.node["parameters"].elements
            where document.resolving(parameter)["in"].text == "path" {
                #expect(document.resolving(parameter)["example"] != .null, "\(id)")
            }
        }
        #expect(ids.count > 20)
    }
}
