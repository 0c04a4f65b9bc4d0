extension Organism {
    static let human = Organism(
        species: Term("Homo sapiens", "NCBITaxon:9606"), build: "GRCh38", annotation: "GENCODE 45",
        locus: Locus(contig: "chr7", contigLength: 159_345_973, start: 117_480_000), ploidy: 2, geneIDs: "HGNC",
        genes: words(
            """
            ALB APOA1 TTR FGB SERPINA1 CYP3A4 CYP2E1 AFP GPC3 TP53 MYC CTNNB1
            CD3D CD3E CD8A CD4 MS4A1 NKG7 GNLY LYZ CD14 FCGR3A ACTB GAPDH
            """))
    static let mouse = Organism(
        species: Term("Mus musculus", "NCBITaxon:10090"), build: "GRCm39", annotation: "GENCODE M34",
        locus: Locus(contig: "chr11", contigLength: 121_973_369, start: 69_470_000), ploidy: 2, geneIDs: "MGI",
        genes: words(
            """
            Alb Apoe App Psen1 Trem2 Gfap Aif1 Snap25 Slc17a7 Gad1 Myh6 Myh7
            Nppa Nppb Tnnt2 Ins1 Ins2 Gcg Sst Ppy Trp53 Myc Actb Gapdh
            """))
    static let rat = Organism(
        species: Term("Rattus norvegicus", "NCBITaxon:10116"), build: "mRatBN7.2", annotation: "Ensembl 111",
        locus: Locus(contig: "chr1", contigLength: 260_522_016, start: 78_200_000), ploidy: 2, geneIDs: "RGD",
        genes: words("Ren Agt Ace Ace2 Nphs1 Nphs2 Umod Slc12a1 Slc12a3 Aqp2 Scnn1a Havcr1 Lcn2 Vim Actb Gapdh"))
    static let zebrafish = Organism(
        species: Term("Danio rerio", "NCBITaxon:7955"), build: "GRCz11", annotation: "Ensembl 111",
        locus: Locus(contig: "chr1", contigLength: 59_578_282, start: 21_300_000), ploidy: 2, geneIDs: "ZFIN",
        genes: words("myl7 vmhc nppa nppb tnnt2a gata4 hand2 tbx5a aldh1a2 runx1 tcf21 fn1a krt4 vim actb2 gapdh"))
    static let fly = Organism(
        species: Term("Drosophila melanogaster", "NCBITaxon:7227"), build: "BDGP6.46", annotation: "FlyBase 6.56",
        locus: Locus(contig: "2L", contigLength: 23_513_712, start: 8_400_000), ploidy: 2, geneIDs: "FlyBase",
        genes: words("per tim Clk cyc cry Pdf elav repo nSyb Gad1 VAChT ple Ddc Hsp70Aa Act5C RpL32"))
    static let worm = Organism(
        species: Term("Caenorhabditis elegans", "NCBITaxon:6239"), build: "WBcel235", annotation: "WormBase WS290",
        locus: Locus(contig: "I", contigLength: 15_072_434, start: 5_100_000), ploidy: 2, geneIDs: "WormBase",
        genes: words(
            "daf-2 daf-16 age-1 akt-1 hsf-1 skn-1 pha-4 sod-3 hsp-16.2 gst-4 vit-2 col-19 lin-4 eat-2 act-1 tba-1"))
    static let yeast = Organism(
        species: Term("Saccharomyces cerevisiae", "NCBITaxon:4932"), build: "R64-1-1", annotation: "SGD R64-4-1",
        locus: Locus(contig: "chrIV", contigLength: 1_531_933, start: 410_000), ploidy: 1, geneIDs: "SGD",
        genes: words("HSP104 HSP26 SSA1 SSA4 HSP82 HSF1 MSN2 MSN4 CTT1 TPS1 GAL1 GAL10 CDC28 ADH1 ACT1 TDH3"))
    static let arabidopsis = Organism(
        species: Term("Arabidopsis thaliana", "NCBITaxon:3702"), build: "TAIR10", annotation: "Araport11",
        locus: Locus(contig: "Chr1", contigLength: 30_427_671, start: 11_900_000), ploidy: 2, geneIDs: "TAIR",
        genes: words("RD29A RD29B RAB18 DREB2A ABI5 ABF3 P5CS1 NCED3 COR15A ERD1 SLAC1 OST1 RBCS1A CAB1 ACT2 UBQ10"))
    static let bacterium = Organism(
        species: Term("Escherichia coli", "NCBITaxon:562"), build: "ASM584v2", annotation: "NCBI RefSeq",
        locus: Locus(contig: "U00096.3", contigLength: 4_641_652, start: 2_336_000), ploidy: 1, geneIDs: "EcoGene",
        genes: words("gyrA gyrB parC parE ampC acrA acrB tolC marA soxS fimH lacZ katG dnaK recA rpoB"))
    static let coronavirus = Organism(
        species: Term("Severe acute respiratory syndrome coronavirus 2", "NCBITaxon:2697049"), build: "ASM985889v3",
        annotation: "NCBI RefSeq", locus: Locus(contig: "NC_045512.2", contigLength: 29_903, start: 265), ploidy: 1,
        geneIDs: "NCBI Gene", genes: words("ORF1ab S ORF3a E M ORF6 ORF7a ORF7b ORF8 N ORF10"))

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
