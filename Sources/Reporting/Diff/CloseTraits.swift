internal import Diagnosis
internal import Speech
internal import Timeline

/// How each connection ended: who closed it, with which code.
enum CloseTraits {
  static func read(_ facts: SessionFacts) -> [Trait] {
    ([facts.client] + [facts.service].compactMap(\.self)).filter(\.isOpen).map { hop in
      let (text, badness) = end(hop)
      return Trait(.close, hop: hop.hop, "end", text, badness: badness)
    }
  }

  private static func end(_ hop: HopFacts) -> (String, Int) {
    if let close = hop.closes.first?.value {
      let reason = close.reason.isEmpty ? "" : " \"\(VisibleText.quote(close.reason, limit: 123))\""
      let code = close.code.map { "Close \($0)" } ?? "Close without a code"
      let good = close.code == 1000 || close.code == 1001 || close.code == nil
      return ("\(code) by the \(close.by.rawValue)\(reason)", good ? 0 : 2)
    }
    guard let end = hop.end?.value else { return ("never", 3) }
    return ("TCP \(end.manner == .reset ? "reset" : "ended")\(end.by.map { " by the \($0.rawValue)" } ?? ""), no Close frame", 1)
  }
}
