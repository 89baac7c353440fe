import Foundation
import Messaging

/// What a message of the destination `workflows` asks for.
enum WorkflowMessage: Sendable, Equatable {
    case startIntake(IntakeRequest)
    case signalFulfillment(SignalRequest)
    case signalReplenishment(ReceiptRequest)
    case startReplenishment(ReplenishmentRequest)

    struct IntakeRequest: Codable, Sendable, Equatable {
        var orderId: String
        var requestId: String
        var actor: String
        var fingerprint: String?
    }

    struct SignalRequest: Codable, Sendable, Equatable {
        var orderId: String
        var signal: String
        var reason: String?
    }

    struct ReceiptRequest: Codable, Sendable, Equatable {
        var sku: String
        var signal: String
        var quantity: Int64
        var purchaseOrder: String?
    }

    struct ReplenishmentRequest: Codable, Sendable, Equatable {
        var sku: String
    }

    /// A message that asks for nothing that is known here.
    struct Unknown: Error {
        let type: String
    }

    init(_ message: OutboxMessage) throws {
        let payload = Data(message.payload.utf8)
        switch message.type {
        case OutboxMessage.startWorkflowType:
            self = .startIntake(try JSONDecoder().decode(IntakeRequest.self, from: payload))
        case OutboxMessage.signalWorkflowType:
            if let receipt = try? JSONDecoder().decode(ReceiptRequest.self, from: payload) {
                self = .signalReplenishment(receipt)
            } else {
                self = .signalFulfillment(try JSONDecoder().decode(SignalRequest.self, from: payload))
            }
        case OutboxMessage.startReplenishmentType:
            self = .startReplenishment(try JSONDecoder().decode(ReplenishmentRequest.self, from: payload))
        default:
            throw Unknown(type: message.type)
        }
    }
}
