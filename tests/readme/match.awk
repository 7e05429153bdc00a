# match.awk EXPECTED FOUND: are they the same? "..." in EXPECTED stands for any lines, or any text within a line. Prints
# how far they are.
FNR == NR { expected[++expected_count] = $0; next }
{ found[++found_count] = $0 }
END {
    same = same_lines(1, 1)
    if (!same)
        print (furthest > expected_count ? "more is printed than: " expected[expected_count] \
                                         : "not found: " expected[furthest])
    exit !same
}

function same_lines(e, f,    k) {
    while (e <= expected_count && expected[e] != "...") {
        if (e > furthest)
            furthest = e
        if (f > found_count || !same_text(expected[e], found[f]))
            return 0
        e++
        f++
    }
    if (e > furthest)
        furthest = e
    if (e > expected_count)
        return f > found_count
    for (k = f; k <= found_count + 1; k++)
        if (same_lines(e + 1, k))
            return 1
    return 0
}

function same_text(pattern, text,    count, part, i, at) {
    count = split(pattern, part, /\.\.\./)
    if (count <= 1)
        return pattern == text
    if (substr(text, 1, length(part[1])) != part[1])
        return 0
    text = substr(text, length(part[1]) + 1)
    for (i = 2; i < count; i++) {
        at = index(text, part[i])
        if (at == 0)
            return 0
        text = substr(text, at + length(part[i]))
    }
    return length(text) >= length(part[count]) &&
        substr(text, length(text) - length(part[count]) + 1) == part[count]
}
