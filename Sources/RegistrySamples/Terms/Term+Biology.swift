/// Parts of the body, of UBERON and for plants of the Plant Ontology.
extension Term {
    static let blood = Term("blood", "UBERON:0000178")
    static let brain = Term("brain", "UBERON:0000955")
    static let embryo = Term("embryo", "UBERON:0000922")
    static let heart = Term("heart", "UBERON:0000948")
    static let hippocampus = Term("hippocampal formation", "UBERON:0002421")
    static let kidney = Term("kidney", "UBERON:0002113")
    static let leaf = Term("leaf", "PO:0025034")
    static let liver = Term("liver", "UBERON:0002107")
    static let pancreas = Term("pancreas", "UBERON:0001264")
    static let skin = Term("skin of body", "UBERON:0002097")
    static let wholeBody = Term("multicellular organism", "UBERON:0000468")
}

/// Types of cells, of the Cell Ontology.
extension Term {
    static let cd4TCell = Term("CD4-positive, alpha-beta T cell", "CL:0000624")
    static let cd8TCell = Term("CD8-positive, alpha-beta T cell", "CL:0000625")
    static let bCell = Term("B cell", "CL:0000236")
    static let naturalKillerCell = Term("natural killer cell", "CL:0000623")
    static let monocyte = Term("monocyte", "CL:0000576")
    static let bloodMononuclearCell = Term("peripheral blood mononuclear cell", "CL:2000001")
    static let pancreaticACell = Term("pancreatic A cell", "CL:0000171")
    static let pancreaticBCell = Term("type B pancreatic cell", "CL:0000169")
    static let pancreaticDCell = Term("pancreatic D cell", "CL:0000173")
    static let macrophage = Term("macrophage", "CL:0000235")
}

/// Cell lines, of Cellosaurus.
extension Term {
    static let k562 = Term("K-562", "CVCL_0004")
}

/// Diseases, of MONDO; healthy material is `PATO:0000461`.
extension Term {
    static let normal = Term("normal", "PATO:0000461")
    static let alzheimer = Term("Alzheimer disease", "MONDO:0004975")
    static let covid19 = Term("COVID-19", "MONDO:0100096")
    static let cysticFibrosis = Term("cystic fibrosis", "MONDO:0009061")
    static let heartFailure = Term("heart failure", "MONDO:0005252")
    static let hypertension = Term("hypertensive disorder", "MONDO:0005044")
    static let leukemia = Term("chronic myeloid leukemia", "MONDO:0011996")
    static let liverCarcinoma = Term("hepatocellular carcinoma", "MONDO:0007256")
    static let melanoma = Term("melanoma", "MONDO:0005105")
    static let type1Diabetes = Term("type 1 diabetes mellitus", "MONDO:0005147")
}

/// Kinds of sequence features and variants, of the Sequence Ontology.
extension Term {
    static let gene = Term("gene", "SO:0000704")
    static let exon = Term("exon", "SO:0000147")
    static let openChromatin = Term("open_chromatin_region", "SO:0001747")
    static let histoneModification = Term("histone_modification", "SO:0001700")
    static let methylatedCytosine = Term("methylated_cytosine", "SO:0000114")
    static let chromatinDomain = Term("topologically_associated_domain", "SO:0002304")
    static let snv = Term("SNV", "SO:0001483")
    static let insertion = Term("insertion", "SO:0000667")
    static let deletion = Term("deletion", "SO:0000159")
}
