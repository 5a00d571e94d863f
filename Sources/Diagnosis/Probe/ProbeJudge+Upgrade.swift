internal import Speech
internal import Timeline

extension ProbeJudge {
  func upgrade() -> Step {
    guard let client = live?.client, let request = client.request else {
      return Step(Self.ended(.upgrade))
    }
    let asked = "GET \(request.value.target.prefix { $0 != "?" })"
    let usual = "\(isService ? "" : "of the service: ")\(ProbeUsual.upgrade.text)"
    if let failure = client.failure {
      return Step(
        ProbeStage(
          .upgrade, .failed, "\(asked) → \(failure.value.code): \(failure.value.text)", took: failure.at - request.at, usual: usual),
        blaming: broken(failure.value))
    }
    guard let response = client.response else {
      return Step(Self.ended(.upgrade))
    }
    let took = response.at - request.at
    let told = RefusalWords(response.value)
    let id = told.requestID.map { ["request \(VisibleText.quote($0, limit: 60))"] } ?? []
    // Its own time: the travel is the network's.
    let known = ProbeUsual.Time(most: ProbeUsual.upgrade.most + (quickest ?? 0), text: usual)
    guard response.value.status == 101 else {
      let text = "\(asked) → \(Self.words(response.value))"
      // Without a key it is what the service says to everybody who comes to its door.
      if isService, !sight.hasKey, response.value.status == 401, told.isTheServices {
        let why = "That is what the service says without a key: its front is reached, and works."
        return Step(.passed(.upgrade, text, took: took, known, remarks: id + [why]))
      }
      return Step(
        ProbeStage(.upgrade, .failed, text, took: took, usual: usual, remarks: id + Self.author(of: response.value, told)),
        blaming: refused(response.value, asked: request.value.target))
    }
    let isSlow = took > known.most
    return Step(.passed(.upgrade, "\(asked) → 101", took: took, known, remarks: id + (isSlow ? [whySlow(took)] : [])))
  }

  private func whySlow(_ took: Nanoseconds) -> String {
    let travel = quickest.map { ", of which the way there and back is \(seconds($0))" } ?? ""
    return "It takes \(seconds(took)) to let a client in\(travel)\(isService ? "." : ": does it dial the service before it answers?")"
  }

  /// There and back, once.
  private var quickest: Nanoseconds? { sight.way.calls.filter { $0.failure == nil }.map(\.took).min() }

  /// `401 INVALID_AUTH: Invalid credentials.`, or the status with the beginning of the body.
  static func words(_ head: ResponseHead) -> String {
    guard RefusalWords(head).words.isEmpty, !head.body.isEmpty else { return status(head) }
    return "\(status(head)): \(VisibleText.quote(Array(head.body.prefix(400)), limit: 80))"
  }

  /// The same without the body.
  static func status(_ head: ResponseHead) -> String {
    let told = RefusalWords(head).words
    let text = VisibleText.quote(told.isEmpty ? head.reason : told, limit: 160)
    return text.isEmpty ? "\(head.status)" : "\(head.status) \(text)"
  }

  /// What an answer says of its author.
  private static func author(of head: ResponseHead, _ told: RefusalWords) -> [String] {
    guard !told.isTheServices else { return [] }
    let names = ["Server", "Via", "X-Cache", "Proxy-Agent", "WWW-Authenticate", "Retry-After", "Location"].compactMap { name in
      head.headers[name].map { "\(name): \(VisibleText.quote($0.prefix { $0 != "?" }.description, limit: 80))" }
    }
    return names.isEmpty ? [] : ["The answer says of itself: \(names.joined(separator: ", "))."]
  }

  /// The opening request got no answer that can be read.
  private func broken(_ failure: ConnectionFailure) -> ProbeBlame {
    let culprit: ProbeBlame.Culprit = isFar ? .proxy : isService ? .service : .relay
    let subject = isFar ? "What stands in between, or the service" : capitalized(who)
    switch failure.code {
    case "TIMEOUT":
      return ProbeBlame(
        isFar ? .service : culprit, .unreachable,
        "\(capitalized(who)): it takes the connection and does not answer the opening request.\(isService ? "" : " It hangs, or waits for something of its own: the service that it dials first?")"
      )
    case "BAD_REQUEST": return ProbeBlame(.request, .faulty, "What was asked for: \(failure.text).")
    default:
      return ProbeBlame(culprit, .unreachable, "\(subject): the opening request has no proper answer, \(failure.text).")
    }
  }
}
