internal import Diagnosis

/// One attribute: its name is a literal of ours, its value is escaped when it is written.
struct HTMLAttribute: Sendable {
  let name: StaticString
  let value: String

  private init(_ name: StaticString, _ value: String) {
    self.name = name
    self.value = value
  }

  static func `class`(_ value: String) -> HTMLAttribute { .init("class", value) }
  static func id(_ anchor: String) -> HTMLAttribute { .init("id", anchor) }
  /// A link inside the page: no other can be made, so a report loads nothing from anywhere.
  static func href(_ anchor: String) -> HTMLAttribute { .init("href", "#" + anchor) }
  static func dir(_ value: StaticString) -> HTMLAttribute { .init("dir", "\(value)") }
  static func role(_ value: StaticString) -> HTMLAttribute { .init("role", "\(value)") }
  static func type(_ value: StaticString) -> HTMLAttribute { .init("type", "\(value)") }
  static func lang(_ value: StaticString) -> HTMLAttribute { .init("lang", "\(value)") }
  static func scope(_ value: StaticString) -> HTMLAttribute { .init("scope", "\(value)") }
  static func label(_ text: String) -> HTMLAttribute { .init("aria-label", text) }
  static func labelled(by anchor: String) -> HTMLAttribute { .init("aria-labelledby", anchor) }
  static let silent = HTMLAttribute("aria-hidden", "true")
  static let polite = HTMLAttribute("aria-live", "polite")
  /// Not there until the script shows it: what does nothing without JavaScript.
  static let scripted = HTMLAttribute("hidden", "hidden")
  static let open = HTMLAttribute("open", "open")
  static func tabindex(_ value: Int) -> HTMLAttribute { .init("tabindex", "\(value)") }
  static func value(_ text: String) -> HTMLAttribute { .init("value", text) }
  static func title(_ text: String) -> HTMLAttribute { .init("title", text) }
  static func colspan(_ count: Int) -> HTMLAttribute { .init("colspan", "\(count)") }
  static func charset(_ value: StaticString) -> HTMLAttribute { .init("charset", "\(value)") }
  static func name(_ value: StaticString) -> HTMLAttribute { .init("name", "\(value)") }
  static func content(_ value: StaticString) -> HTMLAttribute { .init("content", "\(value)") }

  /// For the script: `data-copy`, `data-kind` …
  static func data(_ name: DataName, _ value: String) -> HTMLAttribute { .init(name.attribute, value) }

  /// A figure or a word of a drawing.
  static func draw(_ name: DrawName, _ value: String) -> HTMLAttribute { .init(name.attribute, value) }
  static func draw(_ name: DrawName, _ value: Double) -> HTMLAttribute { .init(name.attribute, HTMLAttribute.short(value)) }

  /// Where something stands along an axis that is as wide as the page lets it be.
  static func left(percent: Double) -> HTMLAttribute { .init("style", "left:\(short(percent))%") }
  static func bottom(percent: Double) -> HTMLAttribute { .init("style", "bottom:\(short(percent))%") }
  static func height(percent: Double) -> HTMLAttribute { .init("style", "height:\(short(percent))%") }

  enum DataName: Sendable {
    case copy, hop, sender, kind

    fileprivate var attribute: StaticString {
      switch self {
      case .copy: "data-copy"
      case .hop: "data-hop"
      case .sender: "data-sender"
      case .kind: "data-kind"
      }
    }
  }

  enum DrawName: Sendable {
    case viewBox, width, height, x, y, x1, x2, y1, y2, cx, cy, r, rx, d, points, dy, orient, refX, refY, markerWidth, markerHeight
    case preserveAspectRatio, textAnchor, markerEnd, focusable

    fileprivate var attribute: StaticString {
      switch self {
      case .viewBox: "viewBox"
      case .width: "width"
      case .height: "height"
      case .x: "x"
      case .y: "y"
      case .x1: "x1"
      case .x2: "x2"
      case .y1: "y1"
      case .y2: "y2"
      case .cx: "cx"
      case .cy: "cy"
      case .r: "r"
      case .rx: "rx"
      case .d: "d"
      case .points: "points"
      case .dy: "dy"
      case .orient: "orient"
      case .refX: "refX"
      case .refY: "refY"
      case .markerWidth: "markerWidth"
      case .markerHeight: "markerHeight"
      case .preserveAspectRatio: "preserveAspectRatio"
      case .textAnchor: "text-anchor"
      case .markerEnd: "marker-end"
      case .focusable: "focusable"
      }
    }
  }

  /// At most two decimals, none where there are none to tell.
  static func short(_ value: Double) -> String {
    var text = Wording.decimal(value, 2)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}
