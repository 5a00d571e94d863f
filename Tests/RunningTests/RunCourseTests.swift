import Lab
import Running
import Scenarios
import Testing
import Timeline

/// What a run learns from its first sessions, played in virtual time.
struct RunCourseTests {
  private static func played(_ scenarios: [String], fault: String? = nil) throws -> Recording {
    let plan = RunPlan(scenarios: scenarios.compactMap(BuiltIns.scenario), faults: try fault.map(FaultCatalogue.parse) ?? FaultSet())
    return try VirtualRun.play(plan, toolVersion: "test").clientHopOnly
  }

  private static func course(_ jobs: Jobs, fault: String? = nil) throws -> RunCourse {
    var course = RunCourse(jobs)
    let whole = try played(["baseline", "concurrent"], fault: fault)
    var first = whole
    first.sessions = whole.sessions.filter { $0.number == 1 }
    first.events = whole.events.filter { $0.session == 1 }
    course.take(first, last: [1])
    course.take(whole, last: [2, 3])
    return course
  }

  @Test func sessionsThatDontCrossGoSideBySide() throws {
    let course = try Self.course(.learnt(atMost: 4))
    #expect(course.jobs == 4)
    #expect(course.stopped == nil && course.patience == nil && course.isLearnt)
    #expect(course.remarks == ["concurrent: sessions don't cross; the rest is played 4 at a time"])
  }

  @Test func sessionsThatCrossGoOneAtATime() throws {
    let course = try Self.course(.learnt(atMost: 4), fault: "results-crossed")
    #expect(course.jobs == 1)
    #expect(
      course.remarks.count == 1 && course.remarks.allSatisfy { $0.hasSuffix("the rest is played one at a time") }, "\(course.remarks)")
  }

  /// Where nothing comes back at all, nothing can cross.
  @Test func silenceIsNoCrossing() throws {
    #expect(try Self.course(.learnt(atMost: 3), fault: "results-not-forwarded").jobs == 3)
  }

  @Test func whatIsFixedStaysSo() throws {
    for jobs in [1, 7] {
      let course = try Self.course(.fixed(jobs), fault: "results-crossed")
      #expect(course.jobs == jobs && course.remarks.isEmpty && course.isLearnt)
    }
  }

  @Test(arguments: [
    ("relay-unreachable", "could not reach the relay"), ("handshake-refused", "the relay refused baseline with "),
    ("service-refused", "the service refused baseline"),
  ])
  func whereNobodyGetsInItStops(_ fault: String, _ reason: String) throws {
    var course = RunCourse(.fixed(4))
    course.take(try Self.played(["baseline"], fault: fault), last: [1])
    #expect(course.stopped?.contains(reason) == true, "\(course.stopped ?? "it goes on")")
  }

  @Test(arguments: ["early-break", "close-stream-missing", "relay-crashed", "results-not-forwarded"])
  func aFaultyRelayIsPlayedOn(_ fault: String) throws {
    var course = RunCourse(.fixed(4))
    course.take(try Self.played(["baseline"], fault: fault), last: [1])
    #expect(course.stopped == nil)
  }

  /// A relay that never ends its sessions is waited for once as long as it takes, then only for what it may still say.
  @Test func oneWaitInVainIsEnough() throws {
    var course = RunCourse(.fixed(1))
    course.take(try Self.played(["baseline"], fault: "early-break:mute"), last: [1])
    let healthy = try Self.course(.fixed(1))
    #expect(healthy.patience == nil)
    let patience = try #require(course.patience)
    #expect(patience >= .seconds(6) && patience < .seconds(12))
  }
}
