internal import Diagnosis
internal import Speech
internal import Timeline

/// The opening of each connection, as it crossed the wire with its secrets taken out.
enum HTMLHandshakes {
  static func section(_ facts: SessionFacts, _ report: Report) -> HTML {
    let isDirect = report.run.serviceHop == .direct
    let hops = isDirect ? facts.clients : [facts.client] + facts.services
    let unseen: [HTML] =
      facts.services.isEmpty && !isDirect
      ? [
        .tag(
          .p, [.class("dim")],
          [
            report.run.serviceHop == .unseen
              ? "relay → service: not seen. Point the relay's service URL at sttcheck (--service-listen) to see it."
              : "relay → service: no connection was opened."
          ])
      ] : []
    return HTMLSessionCard.part("Handshakes", hops.prefix(6).map { hop($0, report.run) } + more(hops.count - 6) + unseen)
  }

  private static func more(_ count: Int) -> [HTML] {
    count > 0 ? [.tag(.p, [.class("dim")], [.text("And \(Wording.count(count, "more connection")), not shown.")])] : []
  }

  private static func hop(_ hop: HopFacts, _ run: RunInfo) -> HTML {
    let direction = "\(hop.hop.dialler.rawValue) → \((hop.hop == .client ? run.clientsPeer : hop.hop.acceptor).rawValue)"
    if let failure = hop.failure?.value {
      return .tag(
        .p, [],
        [
          .text("\(direction): no connection to "), .code(failure.address),
          .text(" (\(failure.stage.rawValue), \(failure.code)): \(failure.text)"),
        ])
    }
    let answer: [HTML] = hop.response.map { ["answered ", .code("\($0.value.status) \($0.value.reason)")] } ?? ["no answer"]
    let request = hop.request?.value
    let line = request.map { "\($0.method) \(Columns.fit($0.target, 300))" } ?? "no request"
    let parameters = hop.parameters.prefix(40).map { HTML.tag(.li, [], [.code("\($0.name)=\(Columns.fit($0.value, 200))")]) }
    return .tag(
      .details, [.class("handshake")],
      [
        .tag(.summary, [], [.text("\(direction): "), .code(line), ", "] + answer),
        .when(!parameters.isEmpty, .group([.tag(.p, [], ["Declared:"]), .tag(.ul, [.class("parameters")], parameters)])),
        head("Request", request?.headers ?? []), head("Answer", hop.response?.value.headers ?? []), body(hop.response?.value.body ?? []),
      ])
  }

  private static func head(_ title: String, _ headers: [HeaderField]) -> HTML {
    guard !headers.isEmpty else { return .nothing }
    let lines = headers.prefix(40).map { Columns.fit("\($0.name): \($0.value)", 300) }
    return .group([.tag(.p, [], [.text("\(title) headers:")]), .block(lines)])
  }

  private static func body(_ bytes: [UInt8]) -> HTML {
    guard !bytes.isEmpty else { return .nothing }
    return .group([.tag(.p, [], ["Body:"]), .block([VisibleText.quote(bytes, limit: 800)])])
  }
}
