namespace MiniDelivery.Web.Components.Pages.Errors;

/// <summary>The words of the pages that nobody wants to see: ErrorWords.resx and ErrorWords.en.resx.</summary>
public sealed class ErrorWords;
