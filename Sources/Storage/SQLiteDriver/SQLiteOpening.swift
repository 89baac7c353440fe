import GRDB
import SQLPort

/// Opens connections through GRDB with the settings that durability rests on.
enum SQLiteOpening {
    static func writer(_ configuration: SQLiteConfiguration) throws -> DatabaseQueue {
        var settings = Configuration()
        settings.busyMode = .timeout(5)
        settings.journalMode = .wal
        settings.label = "sqlite-writer"
        return try mapped {
            let queue = try DatabaseQueue(path: configuration.path, configuration: settings)
            // GRDB sets synchronous=NORMAL for WAL while it opens, so FULL is set after that, and read back.
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try database.execute(sql: "PRAGMA wal_autocheckpoint = \(configuration.checkpointPages)")
                try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
                try database.execute(sql: "PRAGMA cache_size = -16384")
                // Each write's savepoint keeps the pages it changes; in a temporary file they would be most of what
                // is written.
                try database.execute(sql: "PRAGMA temp_store = MEMORY")
                // Without it REPLACE deletes rows behind the back of the triggers that keep them.
                try database.execute(sql: "PRAGMA recursive_triggers = ON")
                let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")
                let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode")
                guard synchronous == 2, journal == "wal" else {
                    throw SQLError.failed(
                        code: "durability",
                        message:
                            "the database runs with synchronous=\(synchronous ?? -1), journal_mode=\(journal ?? "?")"
                    )
                }
            }
            return queue
        }
    }

    static func reader(_ configuration: SQLiteConfiguration) throws -> DatabaseQueue {
        var settings = Configuration()
        settings.readonly = true
        settings.busyMode = .timeout(5)
        settings.label = "sqlite-reader"
        return try mapped {
            let queue = try DatabaseQueue(path: configuration.path, configuration: settings)
            try queue.inDatabase { try $0.execute(sql: "PRAGMA cache_size = -4096") }
            return queue
        }
    }

    private static func mapped<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw SQLError.failed(code: "sqlite \(error.extendedResultCode.rawValue)", message: error.message ?? "")
        }
    }
}
