using Gyre.Flows.Definitions;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;

namespace Gyre.Flows.Prompties;

/// <summary>The messages of a chat prompty for a caller who names the model and sends them: judges of answers.</summary>
public sealed class PromptyChat
{
    private readonly PromptySettings settings;
    private readonly PromptyTemplate template;

    private PromptyChat(PromptyDefinition definition, PromptySettings settings)
    {
        this.settings = settings;
        template = new PromptyTemplate(definition, settings.TemplateFormat);
    }

    /// <summary>Names of the declared inputs.</summary>
    public IEnumerable<string> Inputs => settings.Inputs.Select(i => i.Name);

    /// <summary>Request fields in OpenAI's names, as the prompty has them.</summary>
    public PythonDict Parameters => settings.Model.Parameters;

    /// <summary>Reads a prompty.</summary>
    /// <param name="text">All of it.</param>
    /// <param name="file">Its path, which faults name and which includes are relative to.</param>
    /// <exception cref="FlowException">UserErrorException, JinjaParsingError …</exception>
    /// <exception cref="Kernel.ProblemException">The front matter is not YAML.</exception>
    public static PromptyChat Parse(string text, string file)
    {
        var faults = new Faults(file);
        var definition = PromptyReader.Read(text, faults, out _);
        faults.ThrowFirst();
        var resolved = definition.Resolve(Environment.GetEnvironmentVariable);
        return resolved.Model.Api == "chat"
            ? new PromptyChat(definition, resolved)
            : throw PromptyPlaces.At(definition, new FlowException(ErrorClasses.UserErrorException, $"A prompty with api '{resolved.Model.Api}' cannot judge; use chat."));
    }

    /// <summary>The messages as dicts of <c>role</c> and <c>content</c>.</summary>
    /// <param name="values">By input. They are rendered as they are, so text of others that could open a message must be put in afterwards.</param>
    /// <param name="cancellationToken">Stops a template that does not end.</param>
    /// <exception cref="FlowException">JinjaTemplateError, ChatAPIInvalidRole.</exception>
    public IReadOnlyList<PythonDict> Messages(PythonDict values, CancellationToken cancellationToken)
    {
        var guard = new RoleGuard();
        return [.. ChatMessages.Build(template.Render(values, guard, cancellationToken), values, guard, imageDetail: null).Cast<PythonDict>()];
    }
}
