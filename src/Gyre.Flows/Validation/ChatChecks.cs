using Gyre.Flows.Definitions;

namespace Gyre.Flows.Validation;

/// <summary>What makes a chat flow work in a conversation: one chat input, one chat output, a history.</summary>
internal static class ChatChecks
{
    public static void Find(FlowDefinition flow, Faults faults)
    {
        if (!flow.IsChat)
        {
            return;
        }

        var inputs = flow.Inputs.Where(i => i.IsChatInput).ToArray();
        var outputs = flow.Outputs.Where(o => o.IsChatOutput).ToArray();
        if (inputs.Length > 1)
        {
            faults.Error("several-chat-inputs", "chat flow does not support multiple chat inputs", $"inputs.{inputs[1].Name}.is_chat_input", inputs[1].Line);
        }

        if (outputs.Length > 1)
        {
            faults.Error("several-chat-outputs", "chat flow does not support multiple chat outputs", $"outputs.{outputs[1].Name}.is_chat_output", outputs[1].Line);
        }
        else if (outputs.Length == 0 && flow.Outputs.Count > 0)
        {
            faults.Error("no-chat-output", "chat output is not configured", "outputs", flow.Outputs[0].Line);
        }

        var history = flow.Inputs.FirstOrDefault(i => i.IsChatHistory == true) ?? flow.Inputs.FirstOrDefault(i => i.Name == "chat_history" && i.IsChatHistory != false);
        if (history is null)
        {
            faults.Warning("no-chat-history", "chat_history is required in the inputs of chat flow", "inputs", inputs[0].Line);
        }
        else if (history.Type != "list")
        {
            faults.Error("chat-history-type", $"The chat history must be a list, not {history.Type}.", $"inputs.{history.Name}.type", history.Line);
        }
    }
}
