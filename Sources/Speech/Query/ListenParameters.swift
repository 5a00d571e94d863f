/// The query of a live `/v1/listen` request: what the audio is and what the client wants (PROTOCOL, "Declaring the audio").
///
/// `all` is what there is; every named property reads it and writes it. Where a name comes more than once the last value
/// counts: the service's own choice is not documented.
package struct ListenParameters: Sendable {
  /// The path of the request, without the query.
  package var path: String
  /// Every parameter as it came, unknown ones and repetitions too, in order.
  package var all: [(name: String, value: String)]

  package static let path = "/v1/listen"

  package init(path: String = Self.path, all: [(name: String, value: String)] = []) {
    self.path = path
    self.all = all
  }

  /// Reads a request target; with `asTheService` a query that the service would refuse gives its refusal.
  package static func parse(
    target: String, strict: ListenStrictness = .asTheService
  ) -> Result<ListenParameters, Refusal> {
    let (path, items) = QueryString.parse(target)
    let parameters = ListenParameters(path: path, all: items)
    if strict == .asTheService, let refusal = parameters.refusal { return .failure(refusal) }
    return .success(parameters)
  }

  /// The query, percent-coded, without a `?`.
  package var query: String { QueryString.encode(all) }

  /// Path and query, as on a request line.
  package var target: String { all.isEmpty ? path : path + "?" + query }

  /// The last value under a name. Setting replaces all values of that name by one, nil takes them out.
  package subscript(name: String) -> String? {
    get { all.last { $0.name == name }?.value }
    set {
      let place = all.firstIndex { $0.name == name }
      all.removeAll { $0.name == name }
      if let newValue { all.insert((name, newValue), at: place ?? all.count) }
    }
  }

  package var encoding: String? {
    get { self["encoding"] }
    set { self["encoding"] = newValue }
  }

  /// Hz.
  package var sampleRate: Int? {
    get { integer("sample_rate", atLeast: 1) }
    set { self["sample_rate"] = newValue.map(String.init) }
  }

  /// 1 unless the query says otherwise; the service reads it only with `encoding`.
  package var channels: Int {
    get { encoding == nil ? 1 : integer("channels", atLeast: 1) ?? 1 }
    set { self["channels"] = String(newValue) }
  }

  /// Not a parameter of live listening, but relays in the field send it.
  package var container: String? {
    get { self["container"] }
    set { self["container"] = newValue }
  }

  package var interimResults: Bool {
    get { flag("interim_results") }
    set { self["interim_results"] = String(newValue) }
  }

  /// Milliseconds of silence that end an utterance: 10 unless the query says otherwise; nil is off (`false`).
  package var endpointing: Int? {
    get { self["endpointing"] == "false" ? nil : integer("endpointing", atLeast: 0) ?? 10 }
    set { self["endpointing"] = newValue.map(String.init) ?? "false" }
  }

  package var utteranceEndMs: Int? {
    get { integer("utterance_end_ms", atLeast: 0) }
    set { self["utterance_end_ms"] = newValue.map(String.init) }
  }

  package var vadEvents: Bool {
    get { flag("vad_events") }
    set { self["vad_events"] = String(newValue) }
  }

  package var multichannel: Bool {
    get { flag("multichannel") }
    set { self["multichannel"] = String(newValue) }
  }

  /// `en` unless the query says otherwise.
  package var language: String {
    get { self["language"] ?? "en" }
    set { self["language"] = newValue }
  }

  package var model: String? {
    get { self["model"] }
    set { self["model"] = newValue }
  }

  package var punctuate: Bool {
    get { flag("punctuate") }
    set { self["punctuate"] = String(newValue) }
  }

  package var smartFormat: Bool {
    get { flag("smart_format") }
    set { self["smart_format"] = String(newValue) }
  }

  private func flag(_ name: String) -> Bool { self[name] == "true" }

  private func integer(_ name: String, atLeast least: Int) -> Int? {
    self[name].flatMap(Self.integer).flatMap { $0 >= least ? $0 : nil }
  }

  /// Digits only, within 32 bits, which is what the service takes.
  static func integer(_ text: String) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int32(text).map(Int.init)
  }
}

extension ListenParameters: Equatable {
  package static func == (a: ListenParameters, b: ListenParameters) -> Bool {
    a.path == b.path && a.all.elementsEqual(b.all) { $0 == $1 }
  }
}
