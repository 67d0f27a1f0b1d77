using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Rendering;

namespace Gyre.Flows.Templates.Python;

/// <summary>Calling a value.</summary>
internal static class Calls
{
    public static object? Call(RenderContext context, object? function, CallValues values)
    {
        context.Tick();
        return function is TemplateObject target
            ? target.Call(context, values)
            : throw PythonError.TypeError($"'{Types.Name(function)}' object is not callable");
    }
}
