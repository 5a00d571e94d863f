internal import Diagnosis
internal import Speech
internal import Timeline

/// Audio sent on each hop, and how far the transcript has come, against the wall clock.
struct HTMLPace {
  private struct Point {
    var x: Double
    var y: Double
  }

  private struct Line {
    var name: String
    var style: String
    var points: [Point]
  }

  /// A silence of the client between two pieces of audio from which on it is called a stall.
  private static let stall = 0.5

  private let lines: [Line]
  private let finals: [Point]
  private let stalls: [ClosedRange<Double>]
  private let stop: Double?
  private let width: Double
  private let height: Double
  private let caption: String

  /// Nil where no audio was sent.
  init?(_ facts: SessionFacts, _ run: RunInfo) {
    guard let start = facts.client.audio.first?.at, let format = facts.info.audio, format.bytesPerSecond > 0 else { return nil }
    let rate = Double(format.bytesPerSecond)
    func x(_ at: Nanoseconds) -> Double { max(0, (at - start).seconds) }
    func sent(_ hop: HopFacts) -> [Point] {
      var bytes = 0
      return hop.audio.map { piece in
        bytes += piece.bytes
        return Point(x: x(piece.at), y: Double(bytes) / rate)
      }
    }
    let client = sent(facts.client)
    let hasService = facts.service != nil && run.serviceHop != .direct
    let service = hasService ? facts.service.map(sent) ?? [] : []
    let isRelayed = facts.service == nil || facts.results.contains { $0.value.end != nil }
    let timed = isRelayed ? facts.results : facts.service?.results ?? []
    var cursor: [Point] = []
    var finals: [Point] = []
    for result in timed {
      guard let end = result.value.end else { continue }
      let point = Point(x: x(result.at), y: end)
      cursor.append(Point(x: point.x, y: cursor.last?.y ?? 0))
      cursor.append(point)
      if result.value.isFinal == true { finals.append(point) }
    }
    self.finals = finals
    stop = facts.stop.map { x($0.at) }
    stalls = zip(client, client.dropFirst()).filter { $1.x - $0.x > Self.stall }.prefix(40).map { $0.x...$1.x }
    // A long wait at the end stands in the ladder; here it would only squeeze what there is to see.
    let active = max(client.last?.x ?? 0, service.last?.x ?? 0, cursor.last?.x ?? 0, stop ?? 0, 0.1)
    let end = x(facts.lastEventAt)
    width = Self.round(up: min(end, active * 1.1 + 0.2))
    height = Self.round(up: max(client.last?.y ?? 0, service.last?.y ?? 0, cursor.map(\.y).max() ?? 0, 0.1))
    lines = [
      Line(name: "client → \(run.clientsPeer.rawValue)", style: "sent", points: client),
      Line(name: "relay → service", style: "passed", points: service),
      Line(name: isRelayed ? "transcript" : "transcript, as the service said it", style: "heard", points: cursor),
    ]
    caption = Self.words(client, service, cursor, stalls: stalls, hasService: hasService, end: end > width ? end : nil)
  }

  /// - Parameter points: How many of a line are drawn, at most about so many.
  func section(_ number: Int, points: Int) -> HTML {
    let plot = HTML.tag(
      .svg,
      [
        .class("plot"), .role("img"), .label("Pace chart of session \(number). \(caption)"), .draw(.viewBox, "0 0 1000 400"),
        .draw(.preserveAspectRatio, "none"),
      ], grid + shades + ideals + lines.filter { !$0.points.isEmpty }.map { draw($0, points) } + finals.suffix(points).map(dot) + stopLine)
    let chart = HTML.tag(
      .div, [.class("chart")],
      [
        .tag(.div, [.class("yaxis"), .silent], ticks(height).map { tick($0, .bottom(percent: $0 / height * 100)) }),
        plot,
        .tag(.div, [.class("xaxis"), .silent], ticks(width).map { tick($0, .left(percent: $0 / width * 100)) }),
      ])
    let title = HTML.tag(.p, [.class("axis")], ["Seconds of audio, against seconds since the first audio"])
    return HTMLSessionCard.part("Pace", [.tag(.figure, [], [title, legend, chart, .tag(.figcaption, [], [.text(caption)])])])
  }

  // MARK: Parts of the drawing

  private func place(_ point: Point) -> String {
    HTMLAttribute.short(point.x / width * 1000) + "," + HTMLAttribute.short(400 - point.y / height * 400)
  }

  private func draw(_ line: Line, _ limit: Int) -> HTML {
    let points = line.points.count == 1 ? line.points + line.points : Self.thin(line.points, limit)
    return .tag(.polyline, [.class(line.style), .draw(.points, points.map(place).joined(separator: " "))])
  }

  /// A line of no length with a round end is a dot, however the drawing is stretched.
  private func dot(_ point: Point) -> HTML {
    .tag(.path, [.class("final"), .draw(.d, "M" + place(point).replacing(",", with: " ") + "h0")])
  }

  private var grid: [HTML] {
    ticks(height).map { y in
      let y = 400 - y / height * 400
      return .tag(.line, [.class("grid"), .draw(.x1, 0), .draw(.x2, 1000), .draw(.y1, y), .draw(.y2, y)])
    }
  }

  private var shades: [HTML] {
    stalls.map { stall in
      let x = stall.lowerBound / width * 1000
      let length = (stall.upperBound - stall.lowerBound) / width * 1000
      return .tag(.rect, [.class("stall"), .draw(.x, x), .draw(.y, 0), .draw(.width, length), .draw(.height, 400)])
    }
  }

  private var ideals: [HTML] {
    [(1.0, "real"), (1.25, "limit")].map { speed, style in
      let end = min(width, height / speed)
      return .tag(.polyline, [.class(style), .draw(.points, "0,400 " + place(Point(x: end, y: end * speed)))])
    }
  }

  private var stopLine: [HTML] {
    guard let stop, stop <= width else { return [] }
    let x = stop / width * 1000
    return [.tag(.line, [.class("stop"), .draw(.x1, x), .draw(.x2, x), .draw(.y1, 0), .draw(.y2, 400)])]
  }

  private var legend: HTML {
    var items = lines.filter { !$0.points.isEmpty }.map { ($0.style, $0.name) }
    if !finals.isEmpty { items.append(("final", "a final")) }
    items += [("real", "real time"), ("limit", "1.25 × real time")]
    if stop != nil { items.append(("stop", "client's stop")) }
    if !stalls.isEmpty { items.append(("stall", "stall")) }
    return .tag(
      .ul, [.class("legend")],
      items.map { style, name in
        let key: HTML =
          style == "stall"
          ? .tag(.rect, [.class(style), .draw(.x, 2), .draw(.y, 1), .draw(.width, 22), .draw(.height, 10)])
          : .tag(.path, [.class(style), .draw(.d, style == "final" ? "M13 6h0" : "M2 6h22")])
        return .tag(.li, [], [.tag(.svg, [.silent, .draw(.width, 26), .draw(.height, 12)], [key]), .text(" " + name)])
      })
  }

  private func tick(_ value: Double, _ place: HTMLAttribute) -> HTML { .tag(.span, [place], [.text(HTMLAttribute.short(value) + " s")]) }

  private func ticks(_ length: Double) -> [Double] { (0...4).map { length * Double($0) / 4 } }

  // MARK: Figures

  /// The next length that quarters well.
  private static func round(up value: Double) -> Double {
    var unit = 0.1
    while unit * 10 < value { unit *= 10 }
    for factor in [1.0, 1.2, 1.6, 2, 2.4, 3.2, 4, 4.8, 6, 8] where unit * factor >= value { return unit * factor }
    return unit * 10
  }

  /// Every n-th point, the last, and both sides of a jump.
  private static func thin(_ points: [Point], _ limit: Int) -> [Point] {
    let step = max(1, (points.count + limit - 1) / limit)
    guard step > 1 else { return points }
    return points.indices.filter { index in
      index.isMultiple(of: step) || index == points.count - 1 || (index > 0 && points[index].x - points[index - 1].x > stall)
        || (index + 1 < points.count && points[index + 1].x - points[index].x > stall)
    }.map { points[$0] }
  }

  private static func words(
    _ client: [Point], _ service: [Point], _ cursor: [Point], stalls: [ClosedRange<Double>], hasService: Bool, end: Double?
  ) -> String {
    func seconds(_ value: Double) -> String { "\(Wording.decimal(value, 1)) s" }
    var parts: [String] = []
    if let last = client.last, let first = client.first {
      let speed = last.x > 0.2 ? " (\(Wording.decimal((last.y - first.y) / last.x, 2)) × real time)" : ""
      parts.append("The client sent \(seconds(last.y)) of audio in \(seconds(last.x))\(speed)")
    }
    if let last = service.last {
      parts.append("\(seconds(last.y)) of it went on to the service")
    } else if hasService {
      parts.append("none of it went on to the service")
    }
    parts.append(cursor.last.map { "the transcript reaches \(seconds($0.y))" } ?? "no result said how far it reaches")
    let longest = stalls.map { $0.upperBound - $0.lowerBound }.max()
    let pauses = longest.map { " \(Wording.count(stalls.count, "stall")) of the client, the longest \(seconds($0))." } ?? ""
    let rest = end.map { " The session went on until \(seconds($0)), beyond this chart." } ?? ""
    return parts.joined(separator: "; ") + "." + pauses + rest + " Audio is counted in the client's format on both hops."
  }
}
