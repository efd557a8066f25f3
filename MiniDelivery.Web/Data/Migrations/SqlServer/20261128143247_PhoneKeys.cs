using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class PhoneKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Country",
                table: "Restaurants",
                type: "nvarchar(2)",
                maxLength: 2,
                nullable: false,
                defaultValue: "RU");

            // What RestaurantRules.CountryOf would have suggested for the neighbours of the default.
            migrationBuilder.Sql("""
                UPDATE Restaurants SET Country = CASE Currency WHEN 'KZT' THEN 'KZ' WHEN 'BYN' THEN 'BY' WHEN 'UZS' THEN 'UZ' WHEN 'KGS' THEN 'KG'
                    WHEN 'AMD' THEN 'AM' WHEN 'AZN' THEN 'AZ' WHEN 'GEL' THEN 'GE' WHEN 'MDL' THEN 'MD' WHEN 'UAH' THEN 'UA' ELSE Country END
                """);

            migrationBuilder.AddColumn<string>(
                name: "PhoneKey",
                table: "Orders",
                type: "varchar(60)",
                unicode: false,
                maxLength: 60,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Orders_RestaurantId_PhoneKey_ReceivedAt",
                table: "Orders",
                columns: new[] { "RestaurantId", "PhoneKey", "ReceivedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Orders_RestaurantId_PhoneKey_ReceivedAt",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "Country",
                table: "Restaurants");

            migrationBuilder.DropColumn(
                name: "PhoneKey",
                table: "Orders");
        }
    }
}
