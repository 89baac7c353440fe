/// Gives a value the generic type that was found to be its own.
///
/// What `value as? Generic` does with a search at run time, and with an optional whose type has to be made first: that
/// costs more than reading a short payload.
func retyped<Known, Generic>(_ value: Known, as type: Generic.Type = Generic.self) -> Generic {
    precondition(Known.self == Generic.self, "a \(Known.self) is no \(Generic.self)")
    return unsafeBitCast(value, to: Generic.self)
}
