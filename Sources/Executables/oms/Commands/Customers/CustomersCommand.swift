import ArgumentParser
import OMSKernel

struct CustomersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customers",
        abstract: "Register, show, list and update customers.",
        subcommands: [
            CustomersCreateCommand.self, CustomersShowCommand.self, CustomersListCommand.self,
            CustomersUpdateCommand.self,
        ]
    )
}

struct CustomersCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Register a customer.")

    @Option(help: "The id; made when there is none.") var id: String?
    @Option(help: "The name.") var name: String
    @Option(help: "The e-mail address.") var email: String?
    @Option(help: "The postal address.") var address: String?
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let body = JSONWriter.object { writer in
            if let id { writer.member("customerId", id) }
            writer.member("name", name)
            if let email { writer.member("email", email) }
            if let address { writer.member("address", address) }
        }
        try await client.show(APIRequest(.post, "/customers", body: Array(body.utf8)), CustomerView.show)
    }
}

struct CustomersShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a customer.")

    @Argument(help: "The customer's id.") var customer: String
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.show(APIRequest(.get, "/customers/\(URLText.escaped(customer))"), CustomerView.show)
    }
}

struct CustomersListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List customers.")

    @OptionGroup var page: PageOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let headings = ["CUSTOMER", "NAME", "EMAIL", "VERSION", "UPDATED"]
        try await client.list("/customers", query: [], page: page, table: headings) { customer in
            ["customerId", "name", "email", "version", "updatedAt"].map { customer[$0].shown }
        }
    }
}

struct CustomersUpdateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change a customer; what is not named stays, and an empty text clears."
    )

    @Argument(help: "The customer's id.") var customer: String
    @Option(help: "The name.") var name: String?
    @Option(help: "The e-mail address; an empty text clears it.") var email: String?
    @Option(help: "The postal address; an empty text clears it.") var address: String?
    @Option(help: "Change only when the customer still has this version.") var ifVersion: Int64?
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let body = JSONWriter.object { writer in
            if let name { writer.member("name", name) }
            if let email { writer.member("email", email.isEmpty ? nil : email) }
            if let address { writer.member("address", address.isEmpty ? nil : address) }
        }
        let request = APIRequest(
            .patch,
            "/customers/\(URLText.escaped(customer))",
            body: Array(body.utf8),
            headers: ifVersion.map { [("if-match", "\"\($0)\"")] } ?? []
        )
        try await client.show(request, CustomerView.show)
    }
}

/// Shows a customer to people.
enum CustomerView {
    static func show(_ customer: JSONValue) {
        var listing = Listing()
        for (name, member) in [
            ("customer", "customerId"), ("name", "name"), ("email", "email"), ("address", "address"),
            ("version", "version"), ("created", "createdAt"), ("updated", "updatedAt"),
        ] { listing.add(name, customer[member].shown) }
        listing.show()
    }
}
