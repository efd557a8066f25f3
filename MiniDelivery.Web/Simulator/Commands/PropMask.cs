namespace MiniDelivery.Web.Simulator.Commands;

/// <summary>
/// The mask that chooses properties: <c>*</c>, <c>items.(Ident,Name)</c>, nested
/// <c>RIChildItems.TModiSchemeDetail(ModiGroup)</c>, generated ones as <c>PRICETYPES^3</c>
/// (RK7 protocol digest, section 6.1). Names are compared without case.
/// </summary>
internal sealed class PropMask
{
    private readonly Dictionary<string, PropMask> _parts = new(StringComparer.OrdinalIgnoreCase);
    private bool _all;

    /// <summary>The mask of a request without one: everything.</summary>
    public static PropMask Everything { get; } = new() { _all = true };

    public static PropMask Parse(string text)
    {
        var position = 0;
        return ParseList(text, ref position);
    }

    public bool Has(string name) => _all || _parts.ContainsKey(name);

    /// <summary>The part of the mask below a name; null = nothing of it is wanted.</summary>
    public PropMask? Below(string name)
    {
        if (_all)
        {
            return Everything;
        }

        return _parts.TryGetValue(name, out var below)
            // A name alone means all that is in it.
            ? below._all || below._parts.Count > 0 ? below : Everything
            : null;
    }

    private static PropMask ParseList(string text, ref int position)
    {
        var mask = new PropMask();
        while (position < text.Length && text[position] is not ')')
        {
            ParsePath(text, ref position, mask);
            if (position < text.Length && text[position] is ',' or ' ' or '\t')
            {
                position++;
            }
        }

        position++;
        return mask;
    }

    private static void ParsePath(string text, ref int position, PropMask mask)
    {
        var start = position;
        while (position < text.Length && text[position] is not (',' or '.' or '(' or ')'))
        {
            position++;
        }

        var name = text[start..position].Trim();
        var target = mask;
        if (name is "*")
        {
            mask._all = true;
        }
        else if (name.Length > 0)
        {
            if (!mask._parts.TryGetValue(name, out target))
            {
                mask._parts[name] = target = new PropMask();
            }
        }

        if (position < text.Length && text[position] is '.')
        {
            position++;
            ParsePath(text, ref position, target);
        }
        else if (position < text.Length && text[position] is '(')
        {
            position++;
            target.Merge(ParseList(text, ref position));
        }
    }

    private void Merge(PropMask other)
    {
        _all |= other._all;
        foreach (var (name, below) in other._parts)
        {
            _parts[name] = below;
        }
    }
}
