internal import Speech
internal import Timeline

/// What was said in which session of a run: requests by their ids, and the service's results by their words.
struct Voices {
  private var byService: [String: Set<Int>] = [:]
  private var byClient: [String: Set<Int>] = [:]
  private var words: [[String]: [(at: Nanoseconds, session: Int)]] = [:]

  /// Longer ago than that the service's words were another's business.
  private static let just = Nanoseconds.seconds(5)
  /// So many of the same words are looked at, the latest first.
  private static let most = 64

  init(_ sessions: Series<SessionFacts>) {
    // Only what some client got and its own connection did not send is ever asked for.
    var wanted: Set<[String]> = []
    for session in sessions {
      for id in session.client.namedRequests { byClient[id.value, default: []].insert(session.info.number) }
      for service in session.services {
        for id in service.namedRequests { byService[id.value, default: []].insert(session.info.number) }
      }
      for got in session.flow.unmatchedClient { wanted.insert(WordNormalizer.words(got.value.text)) }
    }
    guard sessions.count > 1, !wanted.isEmpty else { return }
    for session in sessions {
      for said in session.service?.results ?? [] {
        let text = WordNormalizer.words(said.value.text)
        if wanted.contains(text) { words[text, default: []].append((said.at, session.info.number)) }
      }
    }
    for text in words.keys { words[text]?.sort { $0 < $1 } }
  }

  /// Sessions whose service connection named a request.
  func services(of request: String) -> Set<Int> { byService[request] ?? [] }

  /// Sessions whose client heard of a request.
  func clients(of request: String) -> Set<Int> { byClient[request] ?? [] }

  /// The latest time, just before a moment, at which the service said these words to one of some sessions.
  func said(_ text: [String], until time: Nanoseconds, by sessions: Set<Int>) -> (at: Nanoseconds, session: Int)? {
    guard let said = words[text] else { return nil }
    let behind = said.partitioningIndex { $0.at > time }
    for found in said[..<behind].reversed().prefix(Self.most) {
      Work.step()
      guard time - found.at < Self.just else { return nil }
      if sessions.contains(found.session) { return found }
    }
    return nil
  }
}

extension HopFacts {
  /// The ids of requests that messages name, one for each message that does.
  var namedRequests: Series<Located<String>> {
    Series(
      messages.compactMap { message in
        message.value.requestID.map { Located($0, event: message.event, at: message.at) }
      })
  }
}
