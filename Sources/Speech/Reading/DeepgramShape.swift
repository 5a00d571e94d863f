/// The service's own messages, read field by field so that what a relay left out does not hide the rest.
enum DeepgramShape {
  /// A message with one of the service's types and the fields that belong to it.
  static func read(_ value: JSONValue) -> Reading? {
    guard let type = value["type"]?.string, let kind = ServiceMessage.form(of: type)?.kind(value) else { return nil }
    var reading = Reading(kind, .deepgram, .certain, label: type)
    reading.isServices = true
    return reading
  }

  /// Why a JSON value is not one of the service's messages.
  static func whyNot(_ value: JSONValue) -> String {
    guard value.object != nil else { return "a JSON \(value.kindName), not one of the service's messages" }
    guard let type = value["type"]?.string else { return "not one of the service's messages: it has no \"type\"" }
    if let form = ServiceMessage.form(of: type) { return "a \(type) message without \(form.essentials)" }
    return "not one of the service's messages: its type is \"\(VisibleText.quote(type, limit: 60))\", theirs are "
      + ServiceMessage.forms.map(\.type).joined(separator: ", ")
  }
}
