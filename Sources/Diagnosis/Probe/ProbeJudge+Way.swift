internal import Timeline

extension ProbeJudge {
  private var way: ProbedWay { sight.way }
  private var proxyWords: String { way.proxy.map { "the proxy \($0)" } ?? "" }
  private var host: String { way.lookup?.host ?? "" }

  func name() -> Step {
    guard let lookup = way.lookup else {
      let place = way.calls.first?.address ?? sight.place
      return Step(ProbeStage(.name, .skipped, "\(way.proxy == nil ? "" : "the proxy ")\(place) is an address: nothing to look up"))
    }
    let usual = ProbeUsual.name
    guard let failure = lookup.failure else {
      let found = "\(way.proxy == nil ? "" : "of \(proxyWords): ")\(lookup.host) has \(Self.addresses(lookup.addresses))"
      return Step(.passed(.name, found, took: lookup.took, usual))
    }
    return Step(
      ProbeStage(.name, .failed, "\(failure.code): \(failure.text)", took: lookup.took, usual: usual.text), blaming: nameless(failure))
  }

  private static func addresses(_ all: [String]) -> String {
    let shown = all.prefix(4).joined(separator: ", ")
    return all.count > 4 ? "\(shown) and \(all.count - 4) more" : shown
  }

  private func nameless(_ failure: ConnectionFailure) -> ProbeBlame {
    if way.proxy != nil {
      return ProbeBlame(.proxy, .unreachable, "The name of \(proxyWords) leads nowhere (\(failure.code)). Nothing can be said of \(who).")
    }
    if failure.code == "EAI_NONAME", sight.isKnownHost {
      return ProbeBlame(
        .network, .unreachable,
        "Your network: '\(host)' exists, and this machine's resolver does not know it (\(failure.code)). Nothing can be said of \(who).\(elsewhere)",
        remedy:
          "Is this machine, or this container, on the internet at all? `getent hosts \(host)` asks the same resolver, `/etc/resolv.conf` names it; a company's may know its own names only."
      )
    }
    guard failure.code == "EAI_NONAME" else {
      return ProbeBlame(
        .network, .unreachable,
        "Your network: nobody answers this machine's question for the name '\(host)' (\(failure.code)). Nothing can be said of \(who).\(elsewhere)",
        remedy:
          "Is this machine on the network at all? Try another name, and another resolver (`getent hosts \(host)`, `/etc/resolv.conf`).")
    }
    return ProbeBlame(
      .name, .unreachable,
      "The name: '\(host)' has no address here. Either it is misspelled, or this machine's resolver does not know it.\(elsewhere)",
      remedy: "Check the spelling. Behind a company's resolver or in a container, ask it directly: `getent hosts \(host)`.")
  }

  /// Where the environment leads others round what is in the way.
  var elsewhere: String {
    sight.environmentProxy.map {
      " The environment names a proxy, \($0), which the probe does not take by itself: where it is the only way out, write `proxy: http://\($0)` into a profile."
    } ?? ""
  }

  func tcp() -> Step {
    let answered = way.calls.filter { $0.failure == nil }
    let usual = ProbeUsual.tcp
    guard let quickest = answered.min(by: { $0.took < $1.took }) else {
      let failure = way.calls.last?.failure
      let text = way.calls.count == 1 ? failure.map(Self.words) ?? "" : "none of \(way.calls.count) addresses answers"
      return Step(
        ProbeStage(
          .tcp, .failed, text, took: way.calls.map(\.took).max(), usual: usual.text, remarks: way.calls.count > 1 ? calls : []),
        blaming: unanswered)
    }
    if let failure = live?.client.failure?.value, failure.stage == .connect || failure.stage == .resolve {
      return Step(ProbeStage(.tcp, .failed, Self.words(failure), took: quickest.took, usual: usual.text), blaming: cut(failure))
    }
    let stuck = way.calls.filter { $0.failure.map(Self.costsTime) ?? false }
    let text =
      way.calls.count == 1
      ? "\(way.proxy == nil ? "" : "the proxy ")\(quickest.address) answers"
      : "\(answered.count) of \(way.calls.count) addresses answer"
    var remarks = way.calls.count > 1 ? calls : []
    if let first = stuck.first {
      remarks.append(
        "Whoever tries \(first.address) first waits for it: a library without Happy Eyeballs (RFC 8305) as long as its own time limit.")
    }
    if quickest.took > usual.most { remarks.append("A second and more is what a lost packet costs.") }
    return Step(.passed(.tcp, text, took: quickest.took, usual, isDoubtful: !stuck.isEmpty, remarks: remarks))
  }

  private static func words(_ failure: ConnectionFailure) -> String { "\(failure.code): \(failure.text)" }

  /// A machine without IPv6 knows so at once; what is not answered is waited for.
  private static func costsTime(_ failure: ConnectionFailure) -> Bool { failure.code == "TIMEOUT" || failure.code == "ETIMEDOUT" }

  private static let lacksIPv6: Set<String> = ["ENETUNREACH", "EADDRNOTAVAIL", "EAFNOSUPPORT"]

  private var calls: [String] {
    way.calls.map { call in "\(call.address): \(call.failure?.code ?? "answers") after \(seconds(call.took))" }
  }

  private var unanswered: ProbeBlame {
    // That this machine has no IPv6 says nothing of the place.
    let told = way.calls.filter { !($0.isIPv6 && Self.lacksIPv6.contains($0.failure?.code ?? "")) }
    let codes = Set((told.isEmpty ? way.calls : told).compactMap(\.failure?.code))
    let what = codes.sorted().joined(separator: ", ")
    if way.proxy != nil {
      return ProbeBlame(
        .proxy, .unreachable, "The proxy: \(way.proxy ?? "it") does not take connections (\(what)). Nothing can be said of \(who).")
    }
    let place = way.calls.map(\.address).joined(separator: ", ")
    guard codes == ["ECONNREFUSED"] else {
      return ProbeBlame(
        .network, .unreachable,
        "The network: nothing comes back from \(place) (\(what)). A firewall, a route or a VPN between here and there; or the machine is down.\(elsewhere)"
      )
    }
    guard isFar else {
      return ProbeBlame(
        isService ? .service : .relay, .unreachable,
        "\(capitalized(who)): nothing listens at \(place). It is not running, or it listens on another port or address.",
        remedy: "On its machine, `ss -ltn` shows what listens where; in a container, is the port published, and does it listen on 0.0.0.0?")
    }
    return ProbeBlame(
      .network, .unreachable,
      "The network: \(place) refuses the connection, and the service's own port is always open. A firewall in between refuses, or the name leads to another machine.\(elsewhere)"
    )
  }

  /// The first connection came about, and the one for the session did not.
  private func cut(_ failure: ConnectionFailure) -> ProbeBlame {
    way.proxy != nil
      ? ProbeBlame(.proxy, .unreachable, "\(capitalized(failure.text)). Nothing can be said of \(who).")
      : ProbeBlame(
        .network, .unreachable, "The network: one connection came about, and the next did not (\(failure.code)): it comes and goes.")
  }
}
