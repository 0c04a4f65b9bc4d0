/// Reads the syntax of Lucene's classic query parser, default operator OR, with Elasticsearch's `_exists_` and `>=`.
///
/// ```ebnf
/// text        = query ;
/// query       = clause , { [ conjunction ] , clause } ;
/// conjunction = "AND" | "&&" | "OR" | "||" ;
/// clause      = [ modifier ] , [ field , ":" ] , ( operand | group , [ boost ] ) ;
/// modifier    = "+" | "-" | "!" | "NOT" ;
/// field       = word ;                           (* without wildcards; or "*" for all fields; or "_exists_" *)
/// group       = "(" , query , ")" ;              (* after a field, that is the field of every bare clause within *)
/// operand     = ( word | phrase ) , [ tilde ] , [ boost ] | ( word | phrase ) , boost , tilde
///             | ( range | comparison | regex ) , [ boost ] ;    (* a word with wildcards has no tilde *)
/// tilde       = "~" , [ number ] ;               (* changes of a word: 0 to 2, or 0.0 to 1.0; slop of a phrase: whole *)
/// boost       = "^" , number ;                   (* greater than 0 *)
/// number      = digit , { digit } , [ "." , digit , { digit } ] ;        (* right after its sign *)
/// comparison  = ( ">" | ">=" | "<" | "<=" ) , ( word | phrase ) ;        (* after a field; nothing between *)
/// range       = ( "[" | "{" ) , bound , "TO" , bound , ( "]" | "}" ) ;
/// bound       = "*" | phrase | ( escape | any but space "]" "}" "*" "?" "\" ) , { the same } ;     (* not "TO" *)
/// regex       = "/" , ( escape | any but "/" ) , { escape | any but "/" } , "/" ;   (* no word follows at once *)
/// phrase      = '"' , { escape | any but '"' and "\" } , '"' ;
/// word        = ( first , { first | "+" | "-" } ) | ( "+" | "-" | "!" ) , followed by a space ;
/// first       = wildcard | escape | any but space + - ! ( ) : ^ [ ] " { } ~ / ;
/// wildcard    = "*" | "?" ;
/// escape      = "\" , any | "\u" , 4 * hex ;     (* a code unit of UTF-16; in a regex "\" and any *)
/// space       = U+0020 | U+0009 | U+000A | U+000D | U+3000 ;  (* allowed between any two tokens *)
/// ```
///
/// How long each of them may be, and of how many words a phrase, ``QueryLimits`` says.
///
/// A word that is exactly an operator, in upper case and unescaped, is that operator. There is no precedence: a clause
/// is optional; `+` and `AND` make it required, `-`, `!` and `NOT` exclude it, and `AND` also makes the clause before it
/// required unless that is excluded. So `a OR b AND c` is `a +b +c`. A query of one optional clause is that clause.
///
/// Where Lucene goes on with what it makes of a mistake (`word~x`, `wild*~`, `[a b]`), this is an error.
struct QueryParser {
    enum Scope {
        /// - Parameter isNamed: after `*:`, where `>5` is a range as after any field.
        case allFields(isNamed: Bool)
        case field(FieldPath)
        /// Within `_exists_:`, where words are names of fields.
        case existence

        var field: FieldPath? {
            if case .field(let path) = self { path } else { nil }
        }
    }

    private var lexer: QueryLexer
    /// The token to be read next.
    var token: QueryToken
    private var clauseCount = 0
    var regexStateCount = 0

    /// - Throws: the first mistake.
    static func parse(_ text: String) throws(QueryError) -> QueryNode {
        guard text.utf8.count <= QueryLimits.bytes else {
            throw QueryError("the query is longer than \(QueryLimits.bytes) bytes", at: lengthWithinLimit(text))
        }
        var parser = try QueryParser(text)
        if parser.token.isEnd { throw QueryError("the query is empty; '*' finds everything", at: 0) }
        let root = try parser.query(in: .allFields(isNamed: false), depth: 0)
        guard parser.token.isEnd else { throw QueryError("')' closes no parenthesis", at: parser.token.position) }
        return root
    }

    private init(_ text: String) throws(QueryError) {
        lexer = QueryLexer(text)
        token = try lexer.token()
    }

    /// Scalars of `text` that fit into the limit whole.
    private static func lengthWithinLimit(_ text: String) -> Int {
        var bytes = 0
        var count = 0
        for scalar in text.unicodeScalars {
            bytes += UTF8.width(scalar)
            if bytes > QueryLimits.bytes { break }
            count += 1
        }
        return count
    }

    /// Steps over `token` and returns it.
    @discardableResult
    mutating func take() throws(QueryError) -> QueryToken {
        let taken = token
        token = try lexer.token()
        return taken
    }

    private mutating func query(in scope: Scope, depth: Int) throws(QueryError) -> QueryNode {
        var clauses: [QueryNode.Clause] = []
        repeat {
            var last: QueryToken?  // the operator that now needs a clause
            var isJoined = false
            if !clauses.isEmpty {
                switch token.kind {
                case .and:
                    isJoined = true
                    last = try take()
                case .or: last = try take()
                default: break
                }
            }
            var occur = isJoined ? QueryNode.Occur.must : .should
            switch token.kind {
            case .plus:
                occur = .must
                last = try take()
            case .minus, .not:
                occur = .mustNot
                last = try take()
            default: break
            }
            let node = try clause(in: scope, depth: depth, after: last)
            if isJoined, clauses[clauses.count - 1].occur == .should { clauses[clauses.count - 1].occur = .must }
            clauses.append(QueryNode.Clause(occur, node))
        } while !token.endsGroup
        return clauses.count == 1 && clauses[0].occur == .should ? clauses[0].node : .boolean(clauses)
    }

    private mutating func clause(
        in scope: Scope, depth: Int, after last: QueryToken?
    ) throws(QueryError) -> QueryNode {
        switch token.kind {
        case .word(let word):
            let first = try take()
            guard token.isColon else { return try operand(first, in: scope) }
            let inner = try self.scope(named: word, at: first.position)
            return try value(in: inner, depth: depth, after: take())
        case .phrase, .range, .regex:
            let first = try take()
            if token.isColon {
                throw QueryError("only a word can name a field; escape what must be", at: token.position)
            }
            return try operand(first, in: scope)
        case .open: return try group(in: scope, depth: depth)
        case .colon: throw QueryError("':' has no field before it; quote a value that holds one", at: token.position)
        case .tilde, .caret: throw misplacedSuffix()
        case .close, .end:
            guard let last else { throw QueryError("')' closes no parenthesis", at: token.position) }
            throw QueryError("'\(last.spelling)' has nothing after it", at: last.position)
        case .and, .or, .plus, .minus, .not:
            guard let last else { throw QueryError("'\(token.spelling)' has nothing before it", at: token.position) }
            throw QueryError("'\(token.spelling)' cannot follow '\(last.spelling)'", at: token.position)
        }
    }

    /// Reads what stands after `field:`.
    private mutating func value(
        in scope: Scope, depth: Int, after colon: QueryToken
    ) throws(QueryError) -> QueryNode {
        let node: QueryNode
        switch token.kind {
        case .word, .phrase, .range, .regex: node = try operand(take(), in: scope)
        case .open: return try group(in: scope, depth: depth)
        case .tilde, .caret: throw misplacedSuffix()
        case .close, .end: throw QueryError("the field has no value after its ':'", at: colon.position)
        case .colon: throw Self.secondColon(at: token.position)
        case .and, .or, .not, .plus, .minus:
            throw QueryError("a value cannot begin with '\(token.spelling)'; quote or escape it", at: token.position)
        }
        if token.isColon { throw Self.secondColon(at: token.position) }
        return node
    }

    private static func secondColon(at position: Int) -> QueryError {
        QueryError("a value that holds ':' must be quoted, as in field:\"a:b\"", at: position)
    }
    private func misplacedSuffix() -> QueryError {
        if case .caret = token.kind {
            QueryError("'^' follows a clause, once; quote or escape one to be found", at: token.position)
        } else {
            QueryError("'~' follows a word or a phrase, once; quote or escape one to be found", at: token.position)
        }
    }

    private mutating func group(in scope: Scope, depth: Int) throws(QueryError) -> QueryNode {
        let open = try take()
        guard depth < QueryLimits.nesting else {
            throw QueryError("parentheses are nested more than \(QueryLimits.nesting) deep", at: open.position)
        }
        switch token.kind {
        case .close: throw QueryError("the parentheses are empty", at: open.position)
        case .end: throw QueryError("the parenthesis is never closed", at: open.position)
        default: break
        }
        let node = try query(in: scope, depth: depth + 1)
        if token.isEnd { throw QueryError("the parenthesis is never closed", at: open.position) }
        try take()
        guard case .caret(let suffix) = token.kind else { return node }
        return .boost(node, try factor(suffix, at: take().position))
    }

    /// Returns the scope that `word` opens before a colon.
    private func scope(named word: QueryToken.Word, at position: Int) throws(QueryError) -> Scope {
        if word.isAny { return .allFields(isNamed: true) }
        if !word.hasEscapes, let name = word.literal, name.hasSameBytes(as: QuerySyntax.existsField) {
            return .existence
        }
        return .field(try field(word, at: position))
    }

    func field(_ word: QueryToken.Word, at position: Int) throws(QueryError) -> FieldPath {
        // Elasticsearch reads an escaped '*' in a field's name as a wildcard.
        guard let name = word.literal, let path = FieldPath(name), !name.utf8.contains(UInt8(ascii: "*")) else {
            throw QueryError("the name of a field has no wildcards; '*:' looks in all fields", at: position)
        }
        return path
    }

    mutating func countClause(at position: Int) throws(QueryError) {
        clauseCount += 1
        if clauseCount > QueryLimits.clauses {
            throw QueryError("the query has more than \(QueryLimits.clauses) words and phrases", at: position)
        }
    }
}
