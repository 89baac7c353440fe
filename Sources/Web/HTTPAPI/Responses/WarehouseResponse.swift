import HTTPTypes
import OMSKernel
import Warehouse

extension JSONWriter {
    mutating func pickTask(_ task: PickTask) {
        object { writer in
            writer.member("taskId", task.id.description)
            writer.member("orderId", task.orderID.description)
            writer.member("lineNumber", task.lineNumber)
            writer.member("sku", task.sku.code)
            writer.member("quantity", task.quantity)
            writer.member("priority", task.priority)
            writer.member("status", task.status.rawValue)
            writer.member("pickedBy", task.pickedBy)
            writer.member("createdAt", task.createdAt.description)
            writer.member("updatedAt", task.updatedAt.description)
        }
    }

    /// The wave of an order, with its tasks when there are any to show.
    mutating func pickWave(_ wave: PickWave, tasks: [PickTask]? = nil) {
        object { writer in
            writer.member("orderId", wave.orderID.description)
            writer.member("status", wave.status.rawValue)
            writer.member("priority", wave.priority)
            writer.member("openTasks", wave.openTasks)
            writer.member("createdAt", wave.createdAt.description)
            writer.member("updatedAt", wave.updatedAt.description)
            writer.member("packedAt", wave.packedAt?.description)
            if let tasks { writer.member("tasks", array: tasks) { writer, task in writer.pickTask(task) } }
        }
    }
}

extension Answer {
    static func pickTask(_ task: PickTask) -> Answer {
        var writer = JSONWriter()
        writer.pickTask(task)
        return Answer(.ok, writer).about(task.orderID.description)
    }

    static func pickWave(_ details: PickWaveDetails) -> Answer {
        var writer = JSONWriter(capacity: 256 + details.tasks.count * 384)
        writer.pickWave(details.wave, tasks: details.tasks)
        return Answer(.ok, writer).about(details.wave.orderID.description)
    }
}
