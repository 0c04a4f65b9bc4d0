/// What is known of one study: the plan from which `StudyBuilder` makes a project.
struct Study: Sendable {
    let id: String
    let title: String
    /// One or two sentences for the descriptions of its artifacts.
    let summary: String
    /// What was compared, in words that follow "of": "liver tumours and adjacent tissue".
    let subject: String
    let organism: Organism
    var strain: String? = nil
    var sex: String? = nil
    var stage: String? = nil
    var tissue: Term? = nil
    var cellType: Term? = nil
    var cellLine: Term? = nil
    var disease: Term? = nil
    var treatment: String? = nil
    let assay: Assay
    let samples: SampleSet
    let people: People
    var keywords: [String] = []
    let releases: [Release]
}

/// The samples of a study: `count` names of one prefix, the conditions in turn.
struct SampleSet: Sendable {
    let prefix: String
    let count: Int
    let conditions: [String]
    /// UCUM code of the unit that ages are given in, and their range.
    let ageUnit: String
    let ages: ClosedRange<Int>

    /// Returns the name of a sample; `index` counts from 0: `HL01` is the first.
    func name(_ index: Int) -> String { prefix + (index < 9 ? "0" : "") + String(index + 1) }

    func condition(_ index: Int) -> String { conditions[index % conditions.count] }
}

/// Who made a study, and who may read it.
struct People: Sendable {
    let submitter: String
    let laboratory: String
    let permissions: SamplePermissions

    static func everybody(_ submitter: String, _ laboratory: String) -> People {
        make(submitter, laboratory, readAccess: "public")
    }
    static func authenticated(_ submitter: String, _ laboratory: String) -> People {
        make(submitter, laboratory, readAccess: "authenticated")
    }
    static func viewers(_ viewers: [String], _ submitter: String, _ laboratory: String) -> People {
        make(submitter, laboratory, viewers: viewers, readAccess: "viewers")
    }
    static func owners(_ submitter: String, _ laboratory: String) -> People {
        make(submitter, laboratory, readAccess: "owners")
    }
    private static func make(
        _ submitter: String, _ laboratory: String, viewers: [String] = [], readAccess: String
    ) -> People {
        People(
            submitter: submitter, laboratory: laboratory,
            permissions: SamplePermissions(
                owners: [submitter], viewers: viewers, readAccess: readAccess, writeAccess: "owners"))
    }
}

/// One version of a study's project.
struct Release: Sendable {
    let version: String
    /// ISO 8601 day.
    let created: String
    /// How many of the study's samples it holds, the first ones.
    let samples: Int
    /// What changed, for people; nil for the first release.
    var notes: String? = nil
    let recipes: [Recipe]
}
