using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Guests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Country",
                table: "Restaurants",
                type: "TEXT",
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
                type: "TEXT",
                unicode: false,
                maxLength: 60,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Guests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    RestaurantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PhoneKey = table.Column<string>(type: "TEXT", unicode: false, maxLength: 60, nullable: false),
                    Phone = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Orders = table.Column<int>(type: "INTEGER", nullable: false),
                    Cancelled = table.Column<int>(type: "INTEGER", nullable: false),
                    Sum = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LastAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Addresses = table.Column<string>(type: "TEXT", nullable: false),
                    Notes = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Block_Reason = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Block_By = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Block_At = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    SearchText = table.Column<string>(type: "TEXT", maxLength: 322, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Guests", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Guests_Restaurants_RestaurantId",
                        column: x => x.RestaurantId,
                        principalTable: "Restaurants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_RestaurantId_PhoneKey_ReceivedAt",
                table: "Orders",
                columns: new[] { "RestaurantId", "PhoneKey", "ReceivedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Guests_RestaurantId_LastAt",
                table: "Guests",
                columns: new[] { "RestaurantId", "LastAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Guests_RestaurantId_PhoneKey",
                table: "Guests",
                columns: new[] { "RestaurantId", "PhoneKey" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Guests");

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
