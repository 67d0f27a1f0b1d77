using System.Text.RegularExpressions;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Data.Schemas;

/// <summary>Keywords of objects.</summary>
internal static class ObjectKeywords
{
    public static void Read(KeywordReader schema)
    {
        Required(schema);
        Properties(schema);
        Counts(schema);
        Dependent(schema);
        if (schema.Schema("propertyNames") is { } names)
        {
            schema.Check<PythonDict>((dict, faults) =>
            {
                foreach (var name in dict.Keys.Select(PythonText.Str).Where(n => !names.Accepts(n, faults.Depth)))
                {
                    faults.Add($"has the name '{name}', which 'propertyNames' does not allow.");
                }
            });
        }
    }

    private static void Required(KeywordReader schema)
    {
        if (schema.Names("required") is not { } required)
        {
            return;
        }

        schema.Check<PythonDict>((dict, faults) =>
        {
            foreach (var name in required.Where(name => !dict.ContainsKey(name)))
            {
                faults.Add($"must have '{name}'.{NearestName.Hint(name, dict.Keys.Select(PythonText.Str))}");
            }
        });
    }

    private static void Properties(KeywordReader schema)
    {
        var named = schema.NamedSchemas("properties").ToDictionary(p => p.Name, p => p.Schema, StringComparer.Ordinal);
        (Regex Pattern, SchemaNode Schema)[] patterns = [.. schema.NamedSchemas("patternProperties").Select(p => (TextKeywords.Pattern(schema, "patternProperties", p.Name), p.Schema))];
        var others = schema.Schema("additionalProperties");
        var closed = schema["additionalProperties"] is false;
        if (named.Count == 0 && patterns.Length == 0 && others is null)
        {
            return;
        }

        schema.Check<PythonDict>((dict, faults) =>
        {
            foreach (var (key, value) in dict)
            {
                var name = PythonText.Str(key);
                var known = named.TryGetValue(name, out var own);
                if (own is not null)
                {
                    faults.Inside("." + name, value, own);
                }

                foreach (var (_, matching) in patterns.Where(p => TextKeywords.Matches(p.Pattern, name)))
                {
                    known = true;
                    faults.Inside("." + name, value, matching);
                }

                if (known || others is null)
                {
                    continue;
                }

                if (closed)
                {
                    faults.Add($"must not have '{name}'.{NearestName.Hint(name, named.Keys.Where(n => !dict.ContainsKey(n)))}");
                }
                else
                {
                    faults.Inside("." + name, value, others);
                }
            }
        });
    }

    private static void Counts(KeywordReader schema)
    {
        if (schema.Count("minProperties") is { } least)
        {
            schema.Check<PythonDict>((dict, faults) =>
            {
                if (dict.Count < least)
                {
                    faults.Add($"must have at least {least} fields, but has {dict.Count}.");
                }
            });
        }

        if (schema.Count("maxProperties") is { } most)
        {
            schema.Check<PythonDict>((dict, faults) =>
            {
                if (dict.Count > most)
                {
                    faults.Add($"must have at most {most} fields, but has {dict.Count}.");
                }
            });
        }
    }

    private static void Dependent(KeywordReader schema)
    {
        // Draft-07 has both kinds in 'dependencies'.
        foreach (var keyword in (string[])["dependentRequired", "dependencies"])
        {
            foreach (var (name, needed) in (schema[keyword] as PythonDict ?? []).Where(e => e.Value is List<object?>).Select(e => (PythonText.Str(e.Key), (List<object?>)e.Value!)))
            {
                schema.Check<PythonDict>((dict, faults) =>
                {
                    foreach (var missing in needed.Where(n => dict.ContainsKey(name) && !dict.ContainsKey(n)))
                    {
                        faults.Add($"must have '{PythonText.Str(missing)}' because it has '{name}'.");
                    }
                });
            }
        }

        var schemas = schema.Has("dependentSchemas") ? schema.NamedSchemas("dependentSchemas")
            : schema["dependencies"] is PythonDict old && old.Values.All(v => v is PythonDict or bool) ? schema.NamedSchemas("dependencies")
            : [];
        foreach (var (name, dependent) in schemas)
        {
            schema.Check<PythonDict>((dict, faults) =>
            {
                if (dict.ContainsKey(name))
                {
                    dependent.Check(dict, faults);
                }
            });
        }
    }
}
