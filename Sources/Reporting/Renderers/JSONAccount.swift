internal import Diagnosis
internal import Speech
internal import Timeline

/// The books of one session in the JSON report.
enum JSONAccount {
  /// - Parameter isDirect: No relay stands between: each link is one of two.
  static func value(_ account: Account, isDirect: Bool) -> JSONValue {
    .array(
      account.lines.map { line in
        [
          "book": .string(line.book.rawValue), "matter": .string(line.matter), "in": .text(line.into), "out": .text(line.outOf),
          "differences": .array(line.entries.map { difference(account.entries[$0], isDirect) }),
        ]
      })
  }

  private static func difference(_ entry: Entry, _ isDirect: Bool) -> JSONValue {
    [
      "duty": .string(name(entry.duty)), "manner": .string(entry.manner.rawValue), "link": .string(name(entry.link, isDirect)),
      "party": .string(entry.party.rawValue), "severity": .string(entry.severity.rawValue), "from_ns": .number(Double(entry.onset.at)),
      "until_ns": entry.until.map { .number(Double($0.at)) } ?? .null,
      "amount": [
        "value": .rounded(entry.amount.value, 3), "of": .rounded(entry.amount.of, 3), "unit": .string(entry.amount.unit),
      ],
      "connection": entry.connection > 0 ? .integer(entry.connection) : .null,
      "events": .array(entry.events.map { .number(Double($0)) }), "text": .string(entry.text),
      "explained_by": .text(entry.explainedBy), "excused": .bool(entry.isExcused),
    ]
  }

  /// A name that outlives the code's.
  static func name(_ duty: Duty) -> String {
    switch duty {
    case .letIn: "let-in"
    case .dialled: "dialled"
    case .declared: "declared"
    case .parameters: "parameters"
    case .audio: "audio"
    case .audioPace: "audio-pace"
    case .signals: "signals"
    case .endOfStream: "end-of-stream"
    case .heard: "heard"
    case .agreement: "agreement"
    case .results: "results"
    case .resultsPace: "results-pace"
    case .form: "form"
    case .staying: "staying"
    case .closing: "closing"
    case .closeWords: "close-words"
    case .leaving: "leaving"
    }
  }

  private static func name(_ link: Link, _ isDirect: Bool) -> String {
    switch link {
    case .clientToRelay: isDirect ? "client-to-service" : "client-to-relay"
    case .relayToService: isDirect ? "client-to-service" : "relay-to-service"
    case .serviceToRelay: isDirect ? "service-to-client" : "service-to-relay"
    case .relayToClient: isDirect ? "service-to-client" : "relay-to-client"
    }
  }
}
