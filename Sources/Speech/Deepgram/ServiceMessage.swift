/// A message of the service, told apart by its `type`. Unknown fields are ignored.
package enum ServiceMessage: Sendable, Hashable {
  case results(Results)
  case metadata(Metadata)
  case utteranceEnd(UtteranceEnd)
  case speechStarted(SpeechStarted)
  case error(ServiceError)
  /// A message with a type that is none of these, as `Warning`; its other fields are not kept.
  case other(type: String)

  /// The types that are known, in the order in which people are told.
  static let forms = [
    Form(Results.self, Self.results), Form(Metadata.self, Self.metadata), Form(UtteranceEnd.self, Self.utteranceEnd),
    Form(SpeechStarted.self, Self.speechStarted), Form(ServiceError.self, Self.error), Form("Warning", .ready),
  ]

  /// What it says; nil where nothing is kept of it.
  private var content: (any ServiceContent)? {
    switch self {
    case .results(let content): content
    case .metadata(let content): content
    case .utteranceEnd(let content): content
    case .speechStarted(let content): content
    case .error(let content): content
    case .other: nil
    }
  }

  /// Reads a message's bytes.
  package init(parsing bytes: [UInt8]) throws(ServiceMessageFault) {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw .notJSON(error)
    }
    try self.init(value)
  }

  /// Reads a whole message: what the service never leaves out may not be missing.
  package init(_ value: JSONValue) throws(ServiceMessageFault) {
    let fields = try MessageFields(value)
    let type = try fields.need("type", .string)
    self = try Self.form(of: type)?.message(fields) ?? .other(type: type)
  }

  /// Members as the service orders them: what a message is first, then what was said.
  static let order = [
    "type", "transaction_key", "request_id", "sha256", "created", "channel_index", "word", "duration", "start", "end", "is_final",
    "speech_final",
    "from_finalize", "channel", "alternatives", "transcript", "confidence", "words", "metadata", "channels", "models", "model_info",
  ]

  /// The message as it goes over the wire: JSON with its members in the service's order, the same bytes every time.
  package func encoded() -> [UInt8] {
    var members = content?.members ?? [:]
    members["type"] = JSONValue.string(type)
    return Array(JSONValue.object(members.compactMapValues(\.self)).serialized(leading: Self.order).utf8)
  }

  /// The value of its `type` member.
  package var type: String {
    if case .other(let type) = self { return type }
    return content.map { Swift.type(of: $0).type } ?? ""
  }
}

extension ServiceMessage {
  /// How messages of one type are read.
  struct Form: Sendable {
    let type: String
    let essentials: String
    let kind: @Sendable (JSONValue) -> ReadMessage.Kind?
    let message: @Sendable (MessageFields) throws(ServiceMessageFault) -> ServiceMessage

    init<Content: ServiceContent>(_ content: Content.Type, _ message: @escaping @Sendable (Content) -> ServiceMessage) {
      type = Content.type
      essentials = Content.essentials
      kind = { Content.kind(of: $0) }
      self.message = { fields throws(ServiceMessageFault) in message(try Content(fields)) }
    }

    /// One of whose members nothing is known.
    init(_ type: String, _ kind: ReadMessage.Kind) {
      self.type = type
      essentials = ""
      self.kind = { _ in kind }
      message = { _ in .other(type: type) }
    }
  }

  static func form(of type: String) -> Form? { forms.first { $0.type == type } }
}
