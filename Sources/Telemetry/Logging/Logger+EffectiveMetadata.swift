import Logging

extension Logger.Metadata {
    /// What a line says besides its message, sorted by key; the event's own metadata wins over the provider's,
    /// and that over the handler's.
    static func effective(
        handler: Logger.Metadata,
        provider: Logger.MetadataProvider?,
        event: Logger.Metadata?
    ) -> [(key: String, value: Logger.MetadataValue)] {
        var merged = handler
        if let provided = provider?.get(), !provided.isEmpty { merged.merge(provided) { _, new in new } }
        if let event { merged.merge(event) { _, new in new } }
        return merged.sorted { $0.key < $1.key }
    }
}
