internal import Diagnosis
internal import Speech
internal import Timeline

/// How late results came, each figure with how many it rests on.
enum HTMLLatency {
  static func section(_ session: SessionResult, _ facts: SessionFacts) -> HTML {
    var rows: [HTML] = []
    if let first = session.firstResult { rows.append(row("First result after the first audio", "1", [Wording.span(first)])) }
    if let first = session.firstFinal { rows.append(row("First final after the first audio", "1", [Wording.span(first)])) }
    let interims = facts.interimLateness ?? []
    if let latency = session.interimLatency {
      rows.append(
        row("Interim: audio sent minus audio covered", "\(latency.count)", [latency.p50, latency.p99, latency.max].map(Wording.span)))
    }
    let held = forwarding(facts)
    if let relay = Percentiles(held) {
      rows.append(row("Relay: a message from service to client", "\(relay.count)", [relay.p50, relay.p99, relay.max].map(Wording.span)))
    }
    guard !rows.isEmpty else { return .nothing }
    let titles = ["", "n", "p50", "p99", "max"]
    let head = titles.map {
      HTML.tag(.th, [.scope("col")] + ($0.isEmpty ? [] : [.class("number")]), [$0.isEmpty ? .unseen("what") : .text($0)])
    }
    let few = (session.interimLatency?.count ?? 0) < 100 && session.interimLatency != nil
    let note: HTML = .when(few, .tag(.p, [.class("dim")], ["Of fewer than 100 values p99 is the largest."]))
    return HTMLSessionCard.part(
      "Latency",
      [
        .tag(
          .div, [.class("scroll"), .role("region"), .tabindex(0), .label("Latency of session \(session.info.number)")],
          [.tag(.table, [.class("latency")], [.tag(.thead, [], [.tag(.tr, [], head)]), .tag(.tbody, [], rows)])]), note,
        HTMLHistogram.figure("Interim latency", interims), HTMLHistogram.figure("Time that the relay held a message", held),
      ])
  }

  private static func row(_ title: String, _ count: String, _ values: [String]) -> HTML {
    let cells = ([count] + (values.count == 1 ? values + ["", ""] : values)).map { HTML.tag(.td, [.class("number")], [.text($0)]) }
    return .tag(.tr, [], [.tag(.th, [.scope("row")], [.text(title)])] + cells)
  }

  /// How long the relay held messages: only where both hops carried as many readable ones, so that they pair off in order.
  private static func forwarding(_ facts: SessionFacts) -> [Nanoseconds] {
    guard let service = facts.service, !service.results.isEmpty, service.results.count == facts.results.count else { return [] }
    let pairs = zip(service.results, facts.results)
    guard pairs.allSatisfy({ $0.value.text == $1.value.text && $0.at <= $1.at }) else { return [] }
    return pairs.map { $1.at - $0.at }
  }
}
