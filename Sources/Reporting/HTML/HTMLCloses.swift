internal import Diagnosis
internal import Timeline

/// How each connection ended.
enum HTMLCloses {
  static func section(_ facts: SessionFacts) -> HTML {
    let items = ([facts.client] + facts.services).filter { $0.failure == nil }.prefix(6).map(hop)
    return .when(!items.isEmpty, HTMLSessionCard.part("How each hop was closed", [.tag(.ul, [], items)]))
  }

  private static func hop(_ hop: HopFacts) -> HTML {
    let name = "\(hop.hop.dialler.rawValue) ↔ \(hop.hop.acceptor.rawValue): "
    var steps = hop.closes.prefix(4).map { close -> [HTML] in
      let code = close.value.code.map { "Close \($0)" } ?? "Close without a code"
      let reason: [HTML] = close.value.reason.isEmpty ? [] : [" ", .code(Columns.fit(close.value.reason, 123))]
      return [.text("\(code) by the \(close.value.by.rawValue)")] + reason + [.text(" at \(Wording.time(close.at))")]
    }
    if let end = hop.end {
      let manner = end.value.manner == .reset ? "TCP reset" : "TCP ended"
      steps.append([.text("\(manner)\(end.value.by.map { " by the \($0.rawValue)" } ?? "") at \(Wording.time(end.at))")])
    }
    if hop.closes.isEmpty { steps.insert(["no Close frame"], at: 0) }
    if hop.end == nil { steps.append(["the end of TCP was not seen"]) }
    let joined = steps.enumerated().flatMap { index, step -> [HTML] in index == 0 ? step : ["; "] + step }
    return .tag(.li, [], [.tag(.strong, [], [.text(name)])] + joined)
  }
}
