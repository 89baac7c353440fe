import HTTPTypes
import OMSKernel
import Orders

extension JSONWriter {
    mutating func customer(_ customer: Customer) {
        object { writer in
            writer.member("customerId", customer.id.text)
            writer.member("name", customer.name)
            writer.member("email", customer.email)
            writer.member("address", customer.address)
            writer.member("version", customer.version)
            writer.member("createdAt", customer.createdAt.description)
            writer.member("updatedAt", customer.updatedAt.description)
        }
    }
}

extension Answer {
    /// A customer with its version as the entity tag.
    static func customer(_ customer: Customer, status: HTTPResponse.Status = .ok) -> Answer {
        var writer = JSONWriter()
        writer.customer(customer)
        return Answer(status, writer).entityTag(customer.version)
    }
}
