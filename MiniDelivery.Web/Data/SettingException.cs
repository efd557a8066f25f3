namespace MiniDelivery.Web.Data;

/// <summary>A setting cannot be used; the words name its key and say what it must be. The program does not start.</summary>
internal sealed class SettingException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
