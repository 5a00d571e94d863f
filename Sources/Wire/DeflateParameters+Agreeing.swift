extension DeflateParameters {
  /// The offers that a request makes, without those that have a fault.
  /// - Parameter members: Of its `Sec-WebSocket-Extensions` headers, in order.
  package static func offers(in members: [String]) -> [DeflateParameters] { members.compactMap { try? parse($0) } }

  /// The server's part (RFC 7692 §7.1): the answer to the first offer that can be taken.
  /// - Parameter members: Of the request's `Sec-WebSocket-Extensions` headers, in order.
  /// - Returns: Nil where none can: an offer with a fault must be declined.
  package static func answer(to members: [String]) -> DeflateParameters? {
    guard var answer = offers(in: members).first else { return nil }
    // In an answer the name alone says nothing; with a value it holds the client to what it offered.
    if answer.clientMaxWindowBits == .limitable { answer.clientMaxWindowBits = nil }
    return answer
  }

  /// The client's part: what the answer turns on.
  /// - Parameters:
  ///   - members: Of the 101's `Sec-WebSocket-Extensions` headers, in order.
  ///   - offers: What was offered: the answer must fit one of them. Empty where that is not known, and only the answer itself can be judged.
  /// - Returns: Nil where it turns no compression on.
  package static func agreement(in members: [String], to offers: [DeflateParameters]) throws(DeflateFault) -> DeflateAgreement? {
    var found: DeflateParameters?
    for member in members {
      guard let answer = try parse(member) else { continue }
      guard found == nil else { throw DeflateFault(section: "5", text: "\(name) is turned on twice, and both would use RSV1") }
      if answer.clientMaxWindowBits == .limitable {
        throw DeflateFault(section: "7.1.2.2", text: "in an answer 'client_max_window_bits' wants a value from 8 to 15, and has none")
      }
      let faults = offers.map(answer.fault)
      if !faults.contains(nil), let fault = faults.first ?? nil { throw fault }
      found = answer
    }
    return found.map(DeflateAgreement.init)
  }

  /// Why this is no answer to an offer; nil where it is one.
  private func fault(as offer: DeflateParameters) -> DeflateFault? {
    if offer.serverNoContextTakeover, !serverNoContextTakeover {
      return DeflateFault(section: "7.1.1.1", text: "the client asked for 'server_no_context_takeover', and the answer does not have it")
    }
    if let asked = offer.serverMaxWindowBits, serverMaxWindowBits.map({ $0 > asked }) ?? true {
      let told = serverMaxWindowBits.map { "has \($0)" } ?? "does not have it"
      return DeflateFault(section: "7.1.2.1", text: "the client asked for 'server_max_window_bits=\(asked)', and the answer \(told)")
    }
    guard case .bits(let bits)? = clientMaxWindowBits else { return nil }
    switch offer.clientMaxWindowBits {
    case nil:
      return DeflateFault(section: "7.1.2.2", text: "the answer has 'client_max_window_bits=\(bits)', which the client did not offer")
    case .bits(let offered)? where bits > offered:
      return DeflateFault(section: "7.1.2.2", text: "the client offered 'client_max_window_bits=\(offered)', and the answer has \(bits)")
    case .bits?, .limitable?: return nil
    }
  }
}
