package import CoreMetrics
internal import Synchronization

/// Metrics as Prometheus reads them (text exposition format 0.0.4): a backend of swift-metrics.
///
/// A counter is a counter; all else is a gauge of what was last said, times in seconds. A metric that was destroyed is no longer told.
package final class PrometheusRegistry: MetricsFactory {
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private struct Family {
    var name: String
    var type: String
    var series: [(labels: [(String, String)], value: PrometheusValue)] = []
  }

  private let help: [String: String]
  private let families = Mutex<[Family]>([])

  /// - Parameter help: What a metric of that name is.
  package init(help: [String: String]) { self.help = help }

  /// In the order in which the names came, and under a name the order in which its labels came.
  package var text: String {
    families.withLock { families in
      families.filter { !$0.series.isEmpty }.map { family in
        let head = help[family.name].map { "# HELP \(family.name) \($0)\n" } ?? ""
        let samples = family.series.map { "\(family.name)\(Self.text($0.labels)) \($0.value.text)\n" }
        return head + "# TYPE \(family.name) \(family.type)\n" + samples.joined()
      }.joined()
    }
  }

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { value(label, dimensions, "counter") }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler { value(label, dimensions, "gauge") }

  package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    value(label, dimensions, "gauge")
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { value(label, dimensions, "gauge") }

  package func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
  package func destroyMeter(_ handler: any MeterHandler) { forget(handler) }
  package func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
  package func destroyTimer(_ handler: any TimerHandler) { forget(handler) }

  /// The same name with the same labels is the same value, however often it is asked for.
  private func value(_ name: String, _ labels: [(String, String)], _ type: String) -> PrometheusValue {
    families.withLock { families in
      let place = families.firstIndex { $0.name == name } ?? families.endIndex
      if place == families.endIndex { families.append(Family(name: name, type: type)) }
      if let known = families[place].series.first(where: { $0.labels.elementsEqual(labels, by: ==) }) { return known.value }
      let value = PrometheusValue()
      families[place].series.append((labels, value))
      return value
    }
  }

  private func forget(_ handler: AnyObject) {
    families.withLock { families in
      for place in families.indices { families[place].series.removeAll { $0.value === handler } }
    }
  }

  /// Backslash, quotation mark and line feed are escaped in a label's value.
  private static func text(_ labels: [(String, String)]) -> String {
    guard !labels.isEmpty else { return "" }
    let pairs = labels.map { name, value in
      "\(name)=\"\(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))\""
    }
    return "{\(pairs.joined(separator: ","))}"
  }
}
