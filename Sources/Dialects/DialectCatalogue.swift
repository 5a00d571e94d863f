/// Every dialect that has a name.
package enum DialectCatalogue {
  package static let all: [Dialect] = [.binary, .twilio, .socketIO, .openAIRealtime, .vosk, .assemblyAI]

  package static var names: [String] { all.map(\.name) }

  package static func named(_ name: String) -> Dialect? { all.first { $0.name == name } }
}
