package import Diagnosis

/// The forms in which a probe can be had.
package enum ProbeFormat: String, CaseIterable, Sendable {
  case text, json

  package func render(_ probe: ProbeResult, toolVersion: String, width: Int = 80, colour: Bool = false) -> String {
    switch self {
    case .text: TerminalProbe(width: width, colour: colour).render(probe)
    case .json: JSONProbe(toolVersion: toolVersion).render(probe)
    }
  }
}
